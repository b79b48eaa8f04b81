"""Who inspects today, and who is away."""

from flask import render_template, request
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.inspectors import inspectors_page
from engine.steps.leave import set_away
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read


class AwayForm(Form):
    away: bool
    recall: bool = False


@requires(Permission.CASE_REASSIGN)
def inspectors() -> str:
    """Work in hand, done today, leave."""
    return render_template("lead/inspectors.html", rows=inspectors_page(actor=actor(), services=services()))


@requires(Permission.CASE_REASSIGN)
def away(user_id: int) -> Response:
    """On leave, with or without the work in hand; or back."""
    form = read(AwayForm, request.form)
    set_away(user_id, away=form.away, recall=form.recall, actor=actor(), services=services())
    return done("away" if form.away else "back", "lead.inspectors")
