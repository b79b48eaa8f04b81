"""Results of the team, with names, and appeals on an agent's behalf."""

from flask import Response, render_template, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from engine.access import Permission
from engine.reading.team import team_result, team_results
from engine.steps import clarify
from engine.steps.appeal import AppealAsk, file
from engine.steps.appeal import withdraw as withdraw_step
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import LONGEST_TEXT, Form, read, read_items
from review_app.listing import wants_sheet, wish
from review_app.result_sheet import result_sheet


class AnswerForm(Form):
    answer: str = Field("", max_length=LONGEST_TEXT)


@requires(Permission.CASE_TEAM_READ)
def results() -> str | Response:
    """The list, or the same list as a spreadsheet."""
    wanted = wish("state", "project", "agent", whole=wants_sheet())
    page = team_results(wanted, actor=actor(), services=services())
    if wants_sheet():
        return result_sheet(page, with_agents=True)
    return render_template("team_leader/results.html", page=page)


@requires(Permission.CASE_TEAM_READ)
def result(case_id: str) -> str:
    """One result of the team."""
    page = team_result(case_id, actor=actor(), services=services())
    return render_template("team_leader/result.html", page=page)


@requires(Permission.APPEAL_FILE)
def appeal(case_id: str) -> AnyResponse:
    """Contest items for an agent."""
    asks = read_items(AppealAsk, request.form, "wanted", "reason")
    file(case_id, asks, actor=actor(), services=services())
    return done("appealed", "team_leader.result", case_id=case_id)


@requires(Permission.APPEAL_FILE)
def withdraw(case_id: str, appeal_id: str) -> AnyResponse:
    """Take back an appeal that the leader filed."""
    withdraw_step(appeal_id, actor=actor(), services=services())
    return done("withdrawn", "team_leader.result", case_id=case_id)


@requires(Permission.APPEAL_FILE)
def answer(case_id: str, question_id: str) -> AnyResponse:
    """Answer the QC lead's question about an appeal that the leader filed."""
    text = read(AnswerForm, request.form).answer
    clarify.answer(question_id, text, actor=actor(), services=services())
    return done("answered", "team_leader.result", case_id=case_id)
