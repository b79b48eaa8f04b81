"""The agent's appeals."""

from flask import render_template

from engine.access import Permission
from engine.reading.agent_results import appeals_page
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wish


@requires(Permission.CASE_OWN_READ)
def appeals() -> str:
    """Every appeal about the agent's own calls."""
    listing = appeals_page(wish("state"), actor=actor(), services=services())
    return render_template("agent/appeals.html", listing=listing)
