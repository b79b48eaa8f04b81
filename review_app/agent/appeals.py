"""The agent's appeals."""

from flask import Response, render_template

from engine.access import Permission
from engine.reading.agent_results import appeals_page
from review_app.access import requires
from review_app.appeal_sheets import appeals_sheet
from review_app.context import actor, services
from review_app.listing import wants_sheet, wish


@requires(Permission.CASE_OWN_READ)
def appeals() -> str | Response:
    """Every appeal about the agent's own calls, as a page or as a spreadsheet."""
    listing = appeals_page(wish("state", whole=wants_sheet()), actor=actor(), services=services())
    if wants_sheet():
        return appeals_sheet(listing.rows)
    return render_template("agent/appeals.html", listing=listing)
