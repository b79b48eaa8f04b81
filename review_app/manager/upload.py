"""Hand a recording in through the page."""

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
from review_app.forms import Form, read


class UploadForm(Form):
    source: str = Field(min_length=1, max_length=60)
    direction: Literal["inbound", "outbound"]
    call_id: str | None = Field(None, max_length=120)
    project: str | None = Field(None, max_length=80)
    queue: str | None = Field(None, max_length=80)
    agent_no: str | None = Field(None, max_length=40)
    customer_no: str | None = Field(None, max_length=40)
    started_at: datetime | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_nothing(cls, value: object) -> object:
        return None if value == "" else value


@requires(Permission.RECORDING_IMPORT)
def upload() -> Response | str:
    """An empty form, and what comes of it."""
    if request.method == "GET":
        return render_template("manager/upload.html", sources=sources(services()), projects=known_projects(services()))
    form = read(UploadForm, request.form)
    sound = request.files.get("sound")
    if sound is None or not sound.filename:
        raise Invalid("sound", "missing")
    taken = _take_in(sound, CallAbout(**form.model_dump()))
    return done("known" if taken else "uploaded", "manager.recordings")


def _take_in(sound: FileStorage, about: CallAbout) -> bool:
    """Keep the file and note the call; True when it was here before."""
    with tempfile.TemporaryDirectory() as folder:
        # The visitor's name for the file is noted, never used as a path.
        path = Path(folder) / "upload"
        sound.save(path)
        name = sound.filename or "upload"
        return ingest(path, about, file_name=name, actor=actor(), services=services()).duplicate
