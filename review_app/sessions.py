"""Cookies: the secret of a sign-in, and what a form's token is bound to.

Nothing is kept in a cookie but random secrets. A form token belongs to the sign-in it was made for, so signing in,
out, or as somebody else makes older forms worthless; it never runs out by itself, because people listen for hours.
"""

import hashlib
import hmac
import secrets
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin

from engine.settings import WebSettings

FORM_SECRET = "csrf_token"


class FormSession(dict[str, Any], SessionMixin):
    """What Flask calls a session: here only the secret that form tokens are made from."""

    fresh: str | None = None  # a visitor's secret that was just made and is not yet in a cookie
    used = False

    def __getitem__(self, key: str) -> Any:
        self.used = True
        return super().__getitem__(key)


class Cookies(SessionInterface):
    """Reads the two cookies: `callqc` of a sign-in, `callqc_visit` of somebody who is not signed in."""

    def __init__(self, web: WebSettings) -> None:
        prefix = "__Host-" if web.https else ""
        self.sign_in_name, self.visit_name = f"{prefix}callqc", f"{prefix}callqc_visit"
        self.secure = web.https

    def open_session(self, app: Flask, request: Request) -> FormSession:
        g.token_now = request.cookies.get(self.sign_in_name, "")
        visit = request.cookies.get(self.visit_name, "")
        session = FormSession()
        if not g.token_now and not visit:
            visit = session.fresh = secrets.token_urlsafe(32)
        bound_to = f"sign-in:{g.token_now}" if g.token_now else f"visit:{visit}"
        key = str(app.secret_key).encode()
        dict.__setitem__(session, FORM_SECRET, hmac.new(key, bound_to.encode(), hashlib.sha256).hexdigest())
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if isinstance(session, FormSession) and session.fresh and session.used:
            self._set(response, self.visit_name, session.fresh)

    def hand_out(self, response: Any, token: str) -> None:
        """Give the browser the secret of a new sign-in."""
        self._set(response, self.sign_in_name, token)
        response.delete_cookie(self.visit_name, secure=self.secure, httponly=True, samesite="Lax")

    def take_back(self, response: Any) -> None:
        """Take the secret away again."""
        response.delete_cookie(self.sign_in_name, secure=self.secure, httponly=True, samesite="Lax")

    def remember(self, response: Any, name: str, value: str) -> None:
        """A choice of looks, such as the language; nothing secret."""
        response.set_cookie(name, value, max_age=365 * 86400, secure=self.secure, httponly=True, samesite="Lax")

    def _set(self, response: Any, name: str, value: str) -> None:
        # No max-age: the cookie dies with the browser, the sign-in by its own clock on the server.
        response.set_cookie(name, value, secure=self.secure, httponly=True, samesite="Lax", path="/")
