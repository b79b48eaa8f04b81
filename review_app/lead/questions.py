"""Asking whoever filed an appeal."""

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.steps import clarify
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import LONGEST_TEXT, Form, read


class QuestionForm(Form):
    question: str = Field("", max_length=LONGEST_TEXT)


@requires(Permission.APPEAL_DECIDE)
def ask(appeal_id: str) -> Response:
    """Ask; the deadlines rest until there is an answer."""
    clarify.ask(appeal_id, read(QuestionForm, request.form).question, actor=actor(), services=services())
    return done("asked_appellant", "lead.decision", appeal_id=appeal_id)


@requires(Permission.APPEAL_DECIDE)
def take_back(question_id: str) -> Response:
    """Go on without an answer."""
    clarify.take_back(question_id, actor=actor(), services=services())
    return done("question_taken_back", "lead.decisions")
