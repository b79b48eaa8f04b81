"""The inspector's opinion on an appeal, blind to the agent and to the other opinion."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.casework.opinions import OpinionGiven
from engine.reading.opinions import inspector_opinion_page, inspector_tasks
from engine.steps.assign import recuse as recuse_step
from engine.steps.opine import inspector_opinion
from review_app.access import requires
from review_app.appeal_sheets import opinions_sheet
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import read_items
from review_app.listing import wants_sheet, wish

pages = Blueprint("opinion", __name__, url_prefix="/opinions")


@pages.get("/")
@requires(Permission.APPEAL_INSPECTOR_OPINION)
def asked() -> str | Response:
    """Appeals that this inspector was asked about, as a page or as a spreadsheet."""
    listing = inspector_tasks(wish("state", whole=wants_sheet()), actor=actor(), services=services())
    if wants_sheet():
        return opinions_sheet(listing.rows, named=False)
    return render_template("opinion/list.html", listing=listing, endpoint="opinion.give", name="assignment_id")


@pages.route("/<assignment_id>", methods=["GET", "POST"])
@requires(Permission.APPEAL_INSPECTOR_OPINION)
def give(assignment_id: str) -> str | Response:
    """One appeal without the agent, and the opinion on it."""
    if request.method == "GET":
        page = inspector_opinion_page(assignment_id, actor=actor(), services=services())
        return render_template(
            "opinion/page.html",
            page=page,
            media=url_for("media.assignment_audio", assignment_id=assignment_id) if page.has_audio else "",
            action=url_for("opinion.give", assignment_id=assignment_id),
            back=url_for("opinion.asked"),
            recuse=url_for("opinion.recuse", assignment_id=assignment_id),
        )
    given = read_items(OpinionGiven, request.form, "stance", "text")
    inspector_opinion(assignment_id, given, actor=actor(), services=services())
    return done("opinion_given", "opinion.asked")


@pages.post("/<assignment_id>/recuse")
@requires(Permission.APPEAL_INSPECTOR_OPINION)
def recuse(assignment_id: str) -> Response:
    """Step back from a conflict; somebody else is asked."""
    reason = request.form.get("reason", "").strip()[:400]
    recuse_step(assignment_id, reason, actor=actor(), services=services())
    return done("recused", "opinion.asked")
