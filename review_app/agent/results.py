"""The agent's results: the list, and one of them with every deduction."""

from flask import Response, render_template

from engine.access import Permission
from engine.reading.agent_results import result_page, results_page
from engine.reading.result_list import ResultList
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wants_sheet, wish
from review_app.result_sheet import result_sheet


@requires(Permission.CASE_OWN_READ)
def results() -> str | Response:
    """The list, or the same list as a spreadsheet."""
    wanted = wish("state", "project", whole=wants_sheet())
    page: ResultList = results_page(wanted, actor=actor(), services=services())
    return result_sheet(page) if wants_sheet() else render_template("agent/results.html", page=page)


@requires(Permission.CASE_OWN_READ)
def result(case_id: str) -> str:
    """One result with its deductions, appeals and history."""
    page = result_page(case_id, actor=actor(), services=services())
    return render_template("agent/result.html", page=page)
