"""The rules of a draft: found, filtered, copied, deleted."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.draft_rules import draft_rules
from engine.steps.write_rule import drop_rule
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read
from review_app.listing import wish
from review_app.rule_editor import wording


class RemoveForm(Form):
    rule: str = Field(min_length=1, max_length=64)
    version: int


@requires(Permission.RULES_READ)
def rules(draft_id: str) -> str:
    """The list."""
    page = draft_rules(draft_id, wish("severity", "file", "shown", size=100), actor=actor(), services=services())
    files = tuple((file, file) for file in page.files)
    return render_template("rule_editor/rules.html", page=page, draft_id=draft_id, files=files, wording=wording)


@requires(Permission.RULES_EDIT)
def remove_rule(draft_id: str) -> Response:
    """Take one out."""
    form = read(RemoveForm, request.form)
    drop_rule(draft_id, form.rule, form.version, actor=actor(), services=services())
    return done("removed", "rule_editor.rules", draft_id=draft_id)
