"""How pages look: language, light or dark, a folded rail; kept in this browser and with the account."""

from typing import Literal, cast

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from engine.steps.settle import settle_looks
from review_app.access import public
from review_app.context import actor, services, session_now
from review_app.forms import Form, read
from review_app.languages import COOKIE
from review_app.paths import inside
from review_app.sessions import Cookies


class LanguageForm(Form):
    language: Literal["zh", "en"]


class ThemeForm(Form):
    theme: Literal["auto", "light", "dark"]


class RailForm(Form):
    rail: Literal["wide", "narrow"]


@public
def language() -> Response:
    """Chinese or English."""
    return _remembered(COOKIE, read(LanguageForm, request.form).language)


@public
def theme() -> Response:
    """Light, dark, or like the system."""
    return _remembered("theme", read(ThemeForm, request.form).theme)


@public
def rail() -> Response:
    """The rail with words, or with icons only."""
    return _remembered("rail", read(RailForm, request.form).rail)


def _remembered(name: str, value: str) -> Response:
    if session_now() is not None:
        settle_looks({name: value}, actor=actor(), services=services())
    response = redirect(inside(request.form.get("next", "")), code=303)
    cast(Cookies, current_app.session_interface).remember(response, name, value)
    return response
