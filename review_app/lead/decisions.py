"""Appeals that wait for a decision, and the page on which it is made."""

from dataclasses import replace

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.casework.deciding import Decided
from engine.reading.decisions import decision_page, decisions_page
from engine.steps.decide import decide
from engine.steps.decide import preview as preview_step
from review_app.access import requires
from review_app.appeal_sheets import decisions_sheet
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read, read_items
from review_app.listing import wants_sheet, wish


class VersionForm(Form):
    version: int = Field(ge=0)


@requires(Permission.APPEAL_DECIDE)
def decisions() -> str | Response:
    """Appeals by deadline, as a page or as a spreadsheet."""
    listing = decisions_page(wish("state", whole=wants_sheet()), actor=actor(), services=services())
    if wants_sheet():
        return decisions_sheet(listing.rows)
    return render_template("lead/decisions.html", listing=listing)


@requires(Permission.APPEAL_DECIDE)
def decision(appeal_id: str) -> str | Response:
    """One appeal in everybody's words, and the decision on it."""
    if request.method == "GET":
        page = decision_page(appeal_id, actor=actor(), services=services())
        return render_template("lead/decision.html", page=page)
    version = read(VersionForm, request.form).version
    decide(appeal_id, _decided(), version, actor=actor(), services=services())
    return done("decided", "lead.decisions")


@requires(Permission.APPEAL_DECIDE)
def preview(appeal_id: str) -> str:
    """What the choices made so far would do to the score."""
    before, after = preview_step(appeal_id, _decided(as_far_as_made=True), actor=actor(), services=services())
    if request.headers.get("HX-Request"):
        return render_template("lead/preview.html", before=before, after=after)
    page = decision_page(appeal_id, actor=actor(), services=services())
    return render_template("lead/decision.html", page=page, previewed=(before, after), chosen=request.form)


def _decided(*, as_far_as_made: bool = False) -> list[Decided]:
    """The choices on the form. What a partial decision still costs is written there without its sign."""
    missing = {"reason_code": "other", "note": "–"} if as_far_as_made else None
    fields = ("decision", "reason_code", "note", "points")
    given = read_items(Decided, request.form, *fields, needs="decision", defaults=missing)
    return [replace(one, points=_cost(one.points) if one.decision == "partial" else None) for one in given]


def _cost(points: float | None) -> float | None:
    return None if points is None else -abs(points)
