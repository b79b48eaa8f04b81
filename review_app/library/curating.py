"""Preparing entries."""

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.steps import curate
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import LONGEST_TEXT, Form, read


class DescribeForm(Form):
    title: str = Field("", max_length=120)
    note: str = Field("", max_length=LONGEST_TEXT)


class WhyForm(Form):
    reason: str = Field("", max_length=400)


@requires(Permission.LIBRARY_CURATE)
def describe(entry_id: str) -> Response:
    """Give a title and a teaching note."""
    form = read(DescribeForm, request.form)
    curate.describe(entry_id, form.title, form.note, actor=actor(), services=services())
    return done("described", "library.entry", entry_id=entry_id)


@requires(Permission.LIBRARY_CURATE)
def take_out(entry_id: str) -> Response:
    """Out of everybody's sight."""
    curate.take_out(entry_id, read(WhyForm, request.form).reason, actor=actor(), services=services())
    return done("taken_out", "library.entry", entry_id=entry_id)


@requires(Permission.LIBRARY_CURATE)
def put_back(entry_id: str) -> Response:
    """In again."""
    curate.put_back(entry_id, actor=actor(), services=services())
    return done("put_back", "library.entry", entry_id=entry_id)
