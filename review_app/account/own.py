"""A person's own settings: the language, the looks, and what comes by mail."""

from flask import render_template, request
from werkzeug.wrappers import Response

from engine.reading.own_settings import own_settings
from engine.steps.settle import settle_mail
from review_app.access import signed_in
from review_app.context import actor, services
from review_app.done import done


@signed_in
def own() -> str:
    """The page."""
    return render_template("account/own.html", view=own_settings(actor=actor(), services=services()))


@signed_in
def mail() -> Response:
    """Which notices come by mail."""
    settle_mail(request.form.getlist("kinds"), actor=actor(), services=services())
    return done("saved", "account.own")
