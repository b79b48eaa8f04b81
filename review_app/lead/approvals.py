"""What needs a second person."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.approvals import approval_page, approvals_page
from engine.steps import approve
from review_app.access import requires
from review_app.appeal_sheets import approvals_sheet
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import LONGEST_TEXT, Form, read
from review_app.listing import wants_sheet, wish


class NoteForm(Form):
    note: str = Field("", max_length=LONGEST_TEXT)


@requires(Permission.APPROVAL_DECIDE)
def approvals() -> str | Response:
    """Requests that this role decides."""
    listing = approvals_page(wish("state", whole=wants_sheet()), actor=actor(), services=services())
    if wants_sheet():
        return approvals_sheet(listing.rows)
    return render_template("lead/approvals.html", listing=listing)


@requires(Permission.APPROVAL_DECIDE)
def approval(approval_id: str) -> str:
    """One request with the case it is about."""
    page = approval_page(approval_id, actor=actor(), services=services())
    return render_template("lead/approval.html", page=page)


@requires(Permission.APPROVAL_DECIDE)
def grant(approval_id: str) -> Response:
    """Say yes to a request."""
    approve.grant(approval_id, read(NoteForm, request.form).note, actor=actor(), services=services())
    return done("granted", "lead.approvals")


@requires(Permission.APPROVAL_DECIDE)
def refuse(approval_id: str) -> Response:
    """Say no, with a reason."""
    approve.refuse(approval_id, read(NoteForm, request.form).note, actor=actor(), services=services())
    return done("refused", "lead.approvals")
