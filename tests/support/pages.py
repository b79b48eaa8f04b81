"""People who visit pages without a window: they sign in, follow links, send forms, and mind their manners."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from models.roles import StaffRole
from tests.support.seed import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_LINK = re.compile(r'(?:href|src|hx-get|data-media|action|formaction)="([^"#]+)')


class Visitor:
    """Somebody with a browser of their own, signed in unless *login* is empty."""

    def __init__(self, app: Flask, login: str = "", role: StaffRole | None = None) -> None:
        self.client = app.test_client()
        self.token = token_in(self.client.get("/sign-in").text)
        if login:
            answer = self.post("/sign-in", login=login, password=PASSWORD)
            assert answer.status_code == 303, answer.text
            self.token = token_in(self.client.get("/password").text)
        if role:
            assert self.post("/role", role=role.value).status_code == 303

    def get(self, path: str, **more: Any) -> TestResponse:
        """An answer that is read to its end."""
        return self.client.get(path, **{"buffered": True, **more})

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
        """Send a form with its token. A field `a.b` is written `a__b`."""
        data = {name.replace("__", "."): value for name, value in fields.items()}
        return self.client.post(path, data={"csrf_token": self.token, **data}, headers=headers)

    def page(self, path: str) -> str:
        """The text of a page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return answer.text


def token_in(page: str) -> str:
    """The token of the first form."""
    found = _TOKEN.search(page)
    return found[1] if found else ""


def links_in(page: str) -> set[str]:
    """Addresses of this site that *page* names, without what is static."""
    found = (urlsplit(unescape(link)) for link in _LINK.findall(page))
    inside = {f"{part.path}?{part.query}" if part.query else part.path for part in found if not part.netloc}
    return {link for link in inside if link.startswith("/") and not link.startswith("/static/")}
