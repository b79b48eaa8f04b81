"""What a view may ask for: the services, and who is asking."""

from typing import cast

from flask import current_app, g

from engine.access import Actor
from engine.reading.session import Session
from engine.services import Services

KEY = "callqc"


def services() -> Services:
    """What this application was made with."""
    return cast(Services, current_app.extensions[KEY])


def session_now() -> Session | None:
    """The sign-in this request came with, None when there is none."""
    return cast(Session | None, g.get("session_now"))


def token_now() -> str:
    """The secret of the cookie; only steps of signing in and out take it."""
    return cast(str, g.get("token_now", ""))


def actor() -> Actor:
    """Who is asking. Views that are not public always have one: the guard let nobody else in."""
    session = session_now()
    assert session is not None
    return session.actor
