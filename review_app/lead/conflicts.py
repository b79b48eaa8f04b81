"""Who must not judge whom."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.conflicts import conflicts_page
from engine.steps import conflict
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read


class PairForm(Form):
    inspector: int
    agent_no: str = Field(min_length=1, max_length=40)
    kind: conflict.ConflictKind
    reason: str = Field("", max_length=400)


class FormerForm(Form):
    inspector: int
    team: int
    reason: str = Field("", max_length=400)


class WhyForm(Form):
    reason: str = Field("", max_length=400)


@requires(Permission.CONFLICT_MANAGE)
def conflicts() -> str:
    """The list."""
    page = conflicts_page(actor=actor(), services=services())
    return render_template("lead/conflicts.html", page=page)


@requires(Permission.CONFLICT_MANAGE)
def add_conflict() -> Response:
    """Keep two people apart."""
    form = read(PairForm, request.form)
    conflict.add_conflict(form.inspector, form.agent_no, form.kind, form.reason, actor=actor(), services=services())
    return done("kept_apart", "lead.conflicts")


@requires(Permission.CONFLICT_MANAGE)
def remove_conflict(conflict_id: int) -> Response:
    """Let them meet again."""
    reason = read(WhyForm, request.form).reason
    conflict.remove_conflict(conflict_id, reason, actor=actor(), services=services())
    return done("conflict_removed", "lead.conflicts")


@requires(Permission.CONFLICT_MANAGE)
def add_former_team() -> Response:
    """Keep an inspector away from a team."""
    form = read(FormerForm, request.form)
    conflict.add_former_team(form.inspector, form.team, form.reason, actor=actor(), services=services())
    return done("kept_apart", "lead.conflicts")


@requires(Permission.CONFLICT_MANAGE)
def remove_former_team(former_id: int) -> Response:
    """Let them see that team's calls again."""
    reason = read(WhyForm, request.form).reason
    conflict.remove_former_team(former_id, reason, actor=actor(), services=services())
    return done("conflict_removed", "lead.conflicts")
