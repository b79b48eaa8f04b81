"""The scorecard editor: a form of a draft, its live maximum, what is wrong with it, how it looks to an inspector."""

from flask import Response as Page
from flask import make_response, render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.errors import Conflict, Invalid
from engine.reading.form_editor import FormEditor, form_editor, form_preview
from engine.steps.write_form import add_form, drop_form, write_form
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read
from review_app.problems import problem_text
from review_app.rules.form_fields import fields_of, form_of
from review_app.rules.form_words import form_words
from rules.editing.form_act import acted
from rules.editing.pasted_verdicts import NotVerdicts

LONGEST_VERDICTS = 20_000
# What calls are told apart by; any other field of the metadata may be typed.
USUAL_FIELDS = ("project", "queue", "direction", "language", "agent_no", "satisfaction", "duration_s")


class NewForm(Form):
    form_id: str = Field(min_length=1, max_length=64, pattern=r"^\S+$")
    like: str = Field(min_length=1, max_length=64)


@requires(Permission.RULES_READ)
def form(draft_id: str, form_id: str) -> str:
    """The form as it is stored."""
    return _page(form_editor(draft_id, form_id, actor=actor(), services=services()))


@requires(Permission.RULES_EDIT)
def save_form(draft_id: str, form_id: str) -> Response | Page:
    """Store what was written; where that cannot be, the page comes back with everything that was typed."""
    editor = _typed(draft_id, form_id)
    was = request.form.getlist("was")[-1:] or [""]
    try:
        now_id = write_form(draft_id, form_id, editor.raw, was[0], actor=actor(), services=services())
    except Conflict as conflict:
        return make_response(_page(editor, was=was[0], changed=conflict.kind, now=conflict.now), 409)
    except Invalid as refusal:
        problem = "" if editor.check.card is None else problem_text(refusal)
        return make_response(_page(editor, was=was[0], problem=problem, refused=True), 422)
    return done("saved", "rules.form", draft_id=draft_id, form_id=now_id)


@requires(Permission.RULES_EDIT)
def arrange(draft_id: str, form_id: str) -> str:
    """What was typed, with one thing added, moved or taken out; nothing is stored."""
    act = request.form.get("act", "")
    opened = act if act.startswith("open.") else ""
    return _page(_typed(draft_id, form_id, act), was=request.form.get("was", ""), opened=opened.removeprefix("open."))


@requires(Permission.RULES_EDIT)
def check(draft_id: str, form_id: str) -> str:
    """The sums and the troubles of what was typed, for the page that is open."""
    editor = _typed(draft_id, form_id)
    return render_template("rules/form_live.html", editor=editor, fields=fields_of(editor.raw), say=form_words)


@requires(Permission.RULES_READ)
def preview(draft_id: str, form_id: str) -> str | Page:
    """The form as an inspector meets it, and the score of pasted verdicts."""
    verdicts = request.form.get("verdicts", "")[:LONGEST_VERDICTS]
    wrong = None
    try:
        page = form_preview(draft_id, form_id, verdicts, actor=actor(), services=services())
    except NotVerdicts as refusal:
        wrong, page = refusal, form_preview(draft_id, form_id, "", actor=actor(), services=services())
    shown = render_template("rules/form_preview.html", page=page, verdicts=verdicts, wrong=wrong)
    return make_response(shown, 422 if wrong else 200)


@requires(Permission.RULES_EDIT)
def new_form(draft_id: str) -> Response:
    """A copy of a form under another id."""
    asked = read(NewForm, request.form)
    form_id = add_form(draft_id, asked.form_id, asked.like, actor=actor(), services=services())
    return done("created", "rules.form", draft_id=draft_id, form_id=form_id)


@requires(Permission.RULES_EDIT)
def remove_form(draft_id: str, form_id: str) -> Response:
    """The form is not wanted any more."""
    drop_form(draft_id, form_id, actor=actor(), services=services())
    return done("removed", "rules.draft", draft_id=draft_id)


def _typed(draft_id: str, form_id: str, act: str = "") -> FormEditor:
    stored = form_editor(draft_id, form_id, actor=actor(), services=services())
    raw = form_of(request.form, {id_: choice.effect for id_, choice in stored.rules.items()})
    return form_editor(draft_id, form_id, acted(raw, act), actor=actor(), services=services())


def _page(
    editor: FormEditor,
    *,
    was: str = "",
    changed: str = "",
    now: str = "",
    problem: str = "",
    opened: str = "",
    refused: bool = False,
) -> str:
    return render_template(
        "rules/form.html",
        editor=editor,
        fields=fields_of(editor.raw),
        was=was or editor.was,
        changed=changed,
        now=now,
        problem=problem,
        refused=refused,
        opened=opened,
        say=form_words,
        usual_fields=USUAL_FIELDS,
    )
