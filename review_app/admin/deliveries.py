"""What was to leave the house: sent, waiting, given up; and a second chance for what was given up."""

from flask import render_template
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.deliveries import deliveries_page
from engine.steps.send_again import send_again, send_all_again
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.listing import wish


@requires(Permission.INTEGRATIONS_MANAGE)
def deliveries() -> str:
    """The list."""
    listing = deliveries_page(wish("state", "channel"), actor=actor(), services=services())
    return render_template("admin/deliveries.html", listing=listing)


@requires(Permission.INTEGRATIONS_MANAGE)
def again(delivery_id: int) -> Response:
    """Send one that was given up."""
    send_again(delivery_id, actor=actor(), services=services())
    return done("sending_again", "admin.deliveries")


@requires(Permission.INTEGRATIONS_MANAGE)
def all_again() -> Response:
    """Send everything that was given up."""
    send_all_again(actor=actor(), services=services())
    return done("sending_again", "admin.deliveries")
