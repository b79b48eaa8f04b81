"""Webhooks: who is told outside, of what, and with which secret it is signed."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.delivery.kinds import Side
from engine.reading.deliveries import webhooks_page
from engine.steps import webhook as step
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read


class WebhookForm(Form):
    name: str = Field(min_length=1, max_length=80)
    url: str = Field(min_length=1, max_length=500)
    side: Side
    kinds: list[str]


class PauseForm(Form):
    paused: bool


@requires(Permission.INTEGRATIONS_MANAGE)
def webhooks() -> Response | str:
    """The list, and a new one, whose secret is shown in the answer and never again."""
    if request.method == "GET":
        return _page()
    form = read(WebhookForm, {**request.form, "kinds": request.form.getlist("kinds")})
    secret = step.add_webhook(form.name, form.url, form.side, form.kinds, actor=actor(), services=services())
    return _page(secret=secret, secret_of=form.name)


@requires(Permission.INTEGRATIONS_MANAGE)
def kinds(webhook_id: int) -> Response:
    """Of what it is told."""
    step.change_kinds(webhook_id, request.form.getlist("kinds"), actor=actor(), services=services())
    return done("saved", "admin.webhooks")


@requires(Permission.INTEGRATIONS_MANAGE)
def secret(webhook_id: int) -> str:
    """A new secret, shown in the answer and never again."""
    fresh = step.renew_secret(webhook_id, actor=actor(), services=services())
    return _page(secret=fresh)


@requires(Permission.INTEGRATIONS_MANAGE)
def pause(webhook_id: int) -> Response:
    """Tell it nothing for a while, or go on."""
    paused = read(PauseForm, request.form).paused
    step.pause(webhook_id, paused=paused, actor=actor(), services=services())
    return done("paused" if paused else "resumed", "admin.webhooks")


@requires(Permission.INTEGRATIONS_MANAGE)
def test(webhook_id: int) -> Response:
    """Send a test; what became of it stands among the deliveries."""
    step.send_test(webhook_id, actor=actor(), services=services())
    return done("test_asked", "admin.deliveries")


@requires(Permission.INTEGRATIONS_MANAGE)
def test_mail() -> Response:
    """Send a mail to oneself."""
    step.send_test_mail(actor=actor(), services=services())
    return done("test_asked", "admin.deliveries")


@requires(Permission.INTEGRATIONS_MANAGE)
def remove(webhook_id: int) -> Response:
    """Tell it nothing any more."""
    step.remove(webhook_id, actor=actor(), services=services())
    return done("removed", "admin.webhooks")


def _page(*, secret: str = "", secret_of: str = "") -> str:
    view = webhooks_page(actor=actor(), services=services())
    return render_template("admin/webhooks.html", view=view, secret=secret, secret_of=secret_of)
