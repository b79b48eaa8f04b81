"""Sources of recordings: whose channel is which, and what files without a header hold."""

from typing import Any
from zoneinfo import available_timezones

from flask import render_template, request
from flask_babel import gettext as _
from pydantic import Field, field_validator
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.sources import source_page, sources_page
from engine.steps.source import SourceChoices, create_source, update_source
from models.channels import ChannelPolicy, RawEncoding
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, blank_is_nothing, read
from review_app.words import WORDS, word


class SourceForm(Form):
    inbound: ChannelPolicy
    outbound: ChannelPolicy
    timezone: str = Field(max_length=40)
    language: str | None = Field(None, max_length=8)
    raw_encoding: RawEncoding | None = None
    raw_sample_rate_hz: int | None = None
    raw_channels: int | None = None

    _blank_is_nothing = field_validator(
        "language", "raw_encoding", "raw_sample_rate_hz", "raw_channels", mode="before"
    )(blank_is_nothing)

    def choices(self) -> SourceChoices:
        """What the step takes."""
        return SourceChoices(**{name: getattr(self, name) for name in SourceForm.model_fields})


class NewSourceForm(SourceForm):
    name: str = Field(min_length=1, max_length=60)


@requires(Permission.SOURCES_MANAGE)
def sources() -> str:
    """The list."""
    return render_template("admin/sources.html", sources=sources_page(actor=actor(), services=services()))


@requires(Permission.SOURCES_MANAGE)
def new_source() -> Response | str:
    """An empty form, and what comes of it."""
    if request.method == "GET":
        return render_template("admin/source.html", source=None, **_offered())
    form = read(NewSourceForm, request.form)
    create_source(form.name, form.choices(), actor=actor(), services=services())
    return done("created", "admin.sources")


@requires(Permission.SOURCES_MANAGE)
def source(source_id: int) -> Response | str:
    """One source, and its changes."""
    if request.method == "GET":
        found = source_page(source_id, actor=actor(), services=services())
        return render_template("admin/source.html", source=found, **_offered())
    update_source(source_id, read(SourceForm, request.form).choices(), actor=actor(), services=services())
    return done("saved", "admin.source", source_id=source_id)


def _offered() -> dict[str, Any]:
    """What the selects of the form offer; there is no policy to begin with."""
    return {
        "policies": [("", _("请选择")), *((one.value, word(one.value, "policy")) for one in ChannelPolicy)],
        "encodings": [("", _("没有这样的文件")), *WORDS["raw_encoding"].items()],
        "languages": [("", _("自动识别")), *WORDS["spoken"].items()],
        "timezones": sorted(available_timezones()),
    }
