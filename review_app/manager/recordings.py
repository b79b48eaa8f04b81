"""The list of recordings, and another try for one that failed."""

from flask import Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from engine.access import Permission
from engine.reading.recording_list import recordings_page
from engine.steps.retry import retry as retry_step
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.listing import wants_sheet, wish
from review_app.manager.recording_sheet import recording_sheet


@requires(Permission.RECORDING_IMPORT)
def recordings() -> str | Response:
    """The list."""
    page = recordings_page(wish("progress", "project", whole=wants_sheet()), actor=actor(), services=services())
    return recording_sheet(page) if wants_sheet() else render_template("manager/recordings.html", page=page)


@requires(Permission.RECORDING_RETRY)
def retry(recording_id: int) -> AnyResponse:
    """Another try for one recording."""
    retry_step(recording_id, actor=actor(), services=services())
    return done("retried", "manager.recordings")
