"""Hand a recording in through the page, or a transcript made elsewhere, or both."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Literal

from flask import render_template, request
from pydantic import Field, field_validator
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.call_about import CallAbout
from engine.errors import Invalid
from engine.reading.recording_list import known_projects, sources
from engine.steps.ingest import ingest
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, blank_is_nothing, read, sent_file


class UploadForm(Form):
    source: str = Field(min_length=1, max_length=60)
    direction: Literal["inbound", "outbound"]
    call_id: str | None = Field(None, max_length=120)
    project: str | None = Field(None, max_length=80)
    queue: str | None = Field(None, max_length=80)
    agent_no: str | None = Field(None, max_length=40)
    customer_no: str | None = Field(None, max_length=40)
    started_at: datetime | None = None

    _blank_is_nothing = field_validator("*", mode="before")(blank_is_nothing)


@requires(Permission.RECORDING_IMPORT)
def upload() -> Response | str:
    """An empty form, and what comes of it."""
    if request.method == "GET":
        return render_template("manager/upload.html", sources=sources(services()), projects=known_projects(services()))
    form = read(UploadForm, request.form)
    sound, words = sent_file("sound"), sent_file("transcript")
    if sound is None and words is None:
        raise Invalid("sound", "missing")
    taken = _take_in(sound, words, CallAbout(**form.model_dump()))
    return done("known" if taken else "uploaded", "manager.recordings")


def _take_in(sound: FileStorage | None, words: FileStorage | None, about: CallAbout) -> bool:
    """Keep the files and note the call; True when it was here before."""
    with tempfile.TemporaryDirectory() as folder:
        # The visitor's names for the files are noted, never used as a path.
        path, transcript = Path(folder) / "sound", Path(folder) / "transcript"
        if sound is not None:
            sound.save(path)
        if words is not None:
            words.save(transcript)
        named = sound or words
        assert named is not None
        return ingest(
            path if sound is not None else transcript,
            about,
            transcript=transcript if words is not None else None,
            file_name=named.filename or "upload",
            actor=actor(),
            services=services(),
        ).duplicate
