"""Sound, in pieces as a player asks for them, and its outline.

Only copies without metadata are served, those with spoken numbers to nobody without the right to them;
both go, under a neutral name, without ETag or date: nothing links two addresses to
one recording. What was really sent goes into the audit chain, counted in bytes.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from flask import Blueprint, Response, jsonify, request, send_file

from engine.access import Permission
from engine.errors import NotFound
from engine.reading import audio as reading
from engine.reading.audio import Audio, Outline, Unmade
from engine.steps.hush import hush
from engine.steps.listen import listened
from review_app.access import requires
from review_app.context import actor, services

pages = Blueprint("media", __name__, url_prefix="/media")

_SUFFIXES = {"audio/ogg": "ogg", "audio/wav": "wav", "audio/flac": "flac", "audio/webm": "webm"}
# Questions whose answers would tell when the file was made; a range is answered without them.
_ASKS_FOR_DATES = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_RANGE")
_CASE_READERS = (Permission.CASE_OWN_READ, Permission.CASE_TEAM_READ, Permission.CASE_LEAD_READ)


@pages.get("/assignment/<assignment_id>/audio")
@requires(Permission.CASE_REVIEW, Permission.APPEAL_INSPECTOR_OPINION)
def assignment_audio(assignment_id: str) -> Response:
    """The sound, for the inspector who has the assignment."""
    return _sound(_opened(reading.assignment_audio, assignment_id))


@pages.get("/assignment/<assignment_id>/peaks.json")
@requires(Permission.CASE_REVIEW, Permission.APPEAL_INSPECTOR_OPINION)
def assignment_peaks(assignment_id: str) -> Response:
    """Its outline, for the same."""
    return _peaks(reading.assignment_outline(assignment_id, actor=actor(), services=services()))


@pages.get("/case/<case_id>/audio")
@requires(*_CASE_READERS)
def case_audio(case_id: str) -> Response:
    """The sound, for the agent, the team leader and the QC lead of the case."""
    return _sound(_opened(reading.case_audio, case_id))


@pages.get("/case/<case_id>/peaks.json")
@requires(*_CASE_READERS)
def case_peaks(case_id: str) -> Response:
    """Its outline, for the same."""
    return _peaks(reading.case_outline(case_id, actor=actor(), services=services()))


@pages.get("/draft/<draft_id>/<int:number>/audio")
@requires(Permission.RULES_READ)
def example_audio(draft_id: str, number: int) -> Response:
    """The sound of a call that a draft of a rulebook would judge otherwise."""
    return _sound(_opened(partial(reading.example_audio, draft_id), number))


class Metered:
    """The body of an answer, which tells at its end how many bytes were really taken from it."""

    def __init__(self, body: Iterable[bytes], tell: Callable[[int], None]) -> None:
        self._body, self._tell = body, tell
        self._sent_bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            self._sent_bytes += len(chunk)
            yield chunk

    def close(self) -> None:
        if close := getattr(self._body, "close", None):
            close()
        if self._sent_bytes:
            self._tell(self._sent_bytes)
            self._sent_bytes = 0


def _opened(read: Callable[..., Audio | Unmade], public_id: str | int) -> Audio:
    """The copy that this listener may hear, made now where nobody asked for it before."""
    found = read(public_id, actor=actor(), services=services())
    if isinstance(found, Unmade):
        hush(found.recording_id, services=services())
        found = read(public_id, actor=actor(), services=services())
    if isinstance(found, Unmade):
        raise NotFound("audio")
    return found


def _sound(audio: Audio) -> Response:
    for header in _ASKS_FOR_DATES:
        request.environ.pop(header, None)
    size_bytes = audio.path.stat().st_size
    response = send_file(
        audio.path,
        mimetype=audio.media_type,
        download_name=f"call.{_SUFFIXES.get(audio.media_type, 'bin')}",
        conditional=True,
        etag=False,
        last_modified=None,
    )
    response.headers.pop("Last-Modified", None)
    response.headers["Cache-Control"] = "private, no-store"
    first_byte = (response.content_range.start or 0) if response.content_range else 0
    per_byte_s = audio.duration_s / size_bytes if size_bytes else 0.0
    listener, with_services = actor(), services()

    def tell(sent_bytes: int) -> None:
        listened(
            audio.subject,
            first_byte * per_byte_s,
            sent_bytes * per_byte_s,
            sent_bytes,
            actor=listener,
            services=with_services,
        )

    if request.method == "GET":
        response.response = Metered(response.response, tell)  # type: ignore[arg-type]
    return response


def _peaks(outline: Outline) -> Response:
    # Bytes in base64: a call of two hours is a third of a megabyte, and no page waits for numbers to be parsed.
    levels = [b64encode(lane).decode("ascii") for lane in outline.levels]
    response = jsonify(rate_hz=outline.rate_hz, duration_s=outline.duration_s, lanes=outline.lanes, levels=levels)
    response.headers["Cache-Control"] = "private, no-store"
    return response
