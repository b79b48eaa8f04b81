"""A month on paper."""

from flask import render_template, request

from engine.access import Permission
from engine.reading.agent_results import statement_page
from review_app.access import requires
from review_app.context import actor, services


@requires(Permission.CASE_OWN_READ)
def statement() -> str:
    """One month, made to be printed."""
    page = statement_page(request.args.get("month", ""), actor=actor(), services=services())
    return render_template("agent/statement.html", page=page)
