"""What a person was told, and what the house announces."""

from flask import render_template
from werkzeug.wrappers import Response

from engine.reading.notices import announcements as announcements_of
from engine.reading.notices import notices as notices_of
from engine.steps.notice import mark_read
from review_app.access import signed_in
from review_app.context import actor, services
from review_app.done import done
from review_app.listing import wish


@signed_in
def notices() -> str:
    """Everything this person was told, newest first."""
    listing = notices_of(wish("unread"), actor=actor(), services=services())
    return render_template("account/notices.html", listing=listing)


@signed_in
def read_all() -> Response:
    """Mark every notice as read."""
    mark_read(None, actor=actor(), services=services())
    return done("read", "account.notices")


@signed_in
def announcements() -> str:
    """What the administrator tells everybody."""
    return render_template("account/announcements.html", announcements=announcements_of(services=services()))
