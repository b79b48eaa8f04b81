"""The team in a month."""

from flask import render_template, request

from engine.access import Permission
from engine.reading.team import team_page
from review_app.access import requires
from review_app.context import actor, services


@requires(Permission.CASE_TEAM_READ)
def team() -> str:
    """How each agent does in a month."""
    page = team_page(request.args.get("month", ""), actor=actor(), services=services())
    return render_template("team_leader/team.html", page=page)
