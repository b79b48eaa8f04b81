"""One case, and what the lead can do to it."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.case_file import case_file
from engine.steps import assign
from engine.steps import reopen as reopening
from engine.steps.release import release as release_step
from engine.steps.swap import swap_of_case
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import LONGEST_TEXT, Form, read


class ReasonForm(Form):
    reason: str = Field("", max_length=LONGEST_TEXT)


class ReassignForm(ReasonForm):
    inspector: int


@requires(Permission.CASE_LEAD_READ)
def case(case_id: str) -> str:
    """One case with its scores, records and assignments."""
    return render_template("lead/case.html", page=case_file(case_id, actor=actor(), services=services()))


@requires(Permission.CASE_RELEASE)
def release(case_id: str) -> Response:
    """Give a confirmed result to the agent now."""
    release_step(case_id, actor=actor(), services=services())
    return done("released", "lead.case", case_id=case_id)


@requires(Permission.CASE_REASSIGN)
def recall(case_id: str) -> Response:
    """Take open work back."""
    assign.recall(case_id, read(ReasonForm, request.form).reason, actor=actor(), services=services())
    return done("recalled", "lead.case", case_id=case_id)


@requires(Permission.CASE_REASSIGN)
def reassign(case_id: str) -> Response:
    """Give open work to somebody else."""
    form = read(ReassignForm, request.form)
    assign.reassign(case_id, form.inspector, form.reason, actor=actor(), services=services())
    return done("reassigned", "lead.case", case_id=case_id)


@requires(Permission.RECORDING_SWAP_SIDES)
def swap(case_id: str) -> Response:
    """Exchange agent and customer, and judge again."""
    swap_of_case(case_id, actor=actor(), services=services())
    return done("swapped", "lead.case", case_id=case_id)


@requires(Permission.CASE_REOPEN)
def reopen(case_id: str) -> Response:
    """Ask an administrator to agree to a new decision."""
    reason = read(ReasonForm, request.form).reason
    reopening.ask(case_id, request.form.getlist("item"), reason, actor=actor(), services=services())
    return done("asked", "lead.case", case_id=case_id)
