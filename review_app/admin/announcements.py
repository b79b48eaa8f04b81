"""What the house tells everybody."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.accounts import announcements_page
from engine.steps.account import announce, withdraw_announcement
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read


class AnnouncementForm(Form):
    title: str = Field(min_length=1, max_length=120)
    body: str = Field("", max_length=4000)


@requires(Permission.ANNOUNCEMENTS_MANAGE)
def announcements() -> Response | str:
    """The list, and a new one."""
    if request.method == "GET":
        rows = announcements_page(actor=actor(), services=services())
        return render_template("admin/announcements.html", rows=rows)
    form = read(AnnouncementForm, request.form)
    announce(form.title, form.body, actor=actor(), services=services())
    return done("published", "admin.announcements")


@requires(Permission.ANNOUNCEMENTS_MANAGE)
def withdraw(announcement_id: int) -> Response:
    """Take one off everybody's pages."""
    withdraw_announcement(announcement_id, actor=actor(), services=services())
    return done("announcement_withdrawn", "admin.announcements")
