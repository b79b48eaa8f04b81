"""After an outage: more time for everything that is open."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.extensions import extension_page
from engine.steps.extend import extend
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import LONGEST_TEXT, Form, read


class ExtendForm(Form):
    request_id: str = Field(min_length=8, max_length=32)
    hours: float
    reason: str = Field("", max_length=LONGEST_TEXT)


@requires(Permission.DEADLINES_EXTEND)
def deadlines() -> str:
    """How many deadlines are open, and what so many hours more would make of them."""
    page = extension_page(request.args.get("hours", type=float), actor=actor(), services=services())
    return render_template("lead/deadlines.html", page=page)


@requires(Permission.DEADLINES_EXTEND)
def extend_deadlines() -> Response:
    """Add the hours, once."""
    form = read(ExtendForm, request.form)
    extend(form.request_id, form.hours, form.reason, actor=actor(), services=services())
    return done("extended", "lead.deadlines")
