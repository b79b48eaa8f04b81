"""The leader's opinion on appeals of the team."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.casework.opinions import OpinionGiven
from engine.reading.opinions import leader_opinion_page, leader_tasks
from engine.steps.opine import team_leader_opinion
from review_app.access import requires
from review_app.appeal_sheets import opinions_sheet
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import read_items
from review_app.listing import wants_sheet, wish


@requires(Permission.APPEAL_TEAM_OPINION)
def opinions() -> str | Response:
    """Appeals of the team, as a page or as a spreadsheet."""
    listing = leader_tasks(wish("state", whole=wants_sheet()), actor=actor(), services=services())
    if wants_sheet():
        return opinions_sheet(listing.rows, named=True)
    return render_template("opinion/list.html", listing=listing, endpoint="team_leader.opinion", name="appeal_id")


@requires(Permission.APPEAL_TEAM_OPINION)
def opinion(appeal_id: str) -> str | Response:
    """One appeal of the team, and the leader's opinion on it."""
    if request.method == "GET":
        page = leader_opinion_page(appeal_id, actor=actor(), services=services())
        return render_template(
            "opinion/page.html",
            page=page,
            media=url_for("media.case_audio", case_id=page.case_id) if page.has_audio else "",
            action=url_for("team_leader.opinion", appeal_id=appeal_id),
            back=url_for("team_leader.opinions"),
        )
    given = read_items(OpinionGiven, request.form, "stance", "text")
    team_leader_opinion(appeal_id, given, actor=actor(), services=services())
    return done("opinion_given", "team_leader.opinions")
