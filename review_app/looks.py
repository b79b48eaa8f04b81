"""How pages look to this person: what their account keeps, else what this browser keeps."""

from flask import g, request

from engine.looks import looks
from review_app.context import session_now


def look(name: str, usual: str = "") -> str:
    """The chosen language, theme or rail. An account's choice goes before a browser's: it follows to any machine."""
    session = session_now() if "session_now" in g else None
    if session is not None and (chosen := looks(session.preferences).get(name)):
        return chosen
    return request.cookies.get(name, usual)
