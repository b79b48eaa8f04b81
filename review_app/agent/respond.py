"""What an agent answers to a result."""

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.steps import clarify
from engine.steps.appeal import AppealAsk, file
from engine.steps.appeal import withdraw as withdraw_step
from engine.steps.respond import acknowledge as acknowledge_step
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import LONGEST_TEXT, Form, read, read_items


class AnswerForm(Form):
    answer: str = Field("", max_length=LONGEST_TEXT)


@requires(Permission.CASE_ACKNOWLEDGE)
def acknowledge(case_id: str) -> Response:
    """Accept the result; it becomes final."""
    acknowledge_step(case_id, actor=actor(), services=services())
    return done("acknowledged", "agent.result", case_id=case_id)


@requires(Permission.APPEAL_FILE)
def appeal(case_id: str) -> Response:
    """Contest the chosen items, each with its reason."""
    asks = read_items(AppealAsk, request.form, "wanted", "reason")
    file(case_id, asks, actor=actor(), services=services())
    return done("appealed", "agent.result", case_id=case_id)


@requires(Permission.APPEAL_FILE)
def withdraw(case_id: str, appeal_id: str) -> Response:
    """Take an appeal back."""
    withdraw_step(appeal_id, actor=actor(), services=services())
    return done("withdrawn", "agent.result", case_id=case_id)


@requires(Permission.APPEAL_FILE)
def answer(case_id: str, question_id: str) -> Response:
    """Answer the QC lead's question about one's own appeal."""
    text = read(AnswerForm, request.form).answer
    clarify.answer(question_id, text, actor=actor(), services=services())
    return done("answered", "agent.result", case_id=case_id)
