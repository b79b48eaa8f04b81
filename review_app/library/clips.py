"""The sound of one moment: a file of its own under a neutral name, with names and numbers silent."""

from io import BytesIO

from flask import Response, request, send_file

from engine.access import Permission
from engine.reading.clips import library_clip
from engine.steps.listen import listened
from review_app.access import requires
from review_app.context import actor, services


@requires(Permission.LIBRARY_READ)
def clip(entry_id: str, number: int) -> Response:
    """The clip, or the part of it that a player asks for."""
    found = library_clip(entry_id, number, actor=actor(), services=services())
    response = send_file(
        BytesIO(found.sound),
        mimetype=found.media_type,
        download_name=f"clip-{number}.wav",
        conditional=True,
        etag=False,
        last_modified=None,
    )
    response.headers["Cache-Control"] = "private, no-store"
    if request.method == "GET":
        sent_bytes = response.content_length or 0
        sent_s = found.duration_s * sent_bytes / max(1, len(found.sound))
        listened(found.subject, found.start_s, sent_s, sent_bytes, actor=actor(), services=services())
    return response
