"""Somebody with a browser that is nothing but HTTP: real sockets, cookies of their own, forms with their token."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.support.seed import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict[str, str]


class Caller:
    """*login*, signed in at *address*. May be used by many threads: every question has a connection of its own."""

    def __init__(self, address: str, login: str) -> None:
        self._host = urlsplit(address).netloc
        self._cookies: dict[str, str] = {}
        page = self.ask("GET", "/sign-in")
        self.token = _token(page)
        signed = self.post("/sign-in", {"login": login, "password": PASSWORD})
        assert signed.status == 303, signed.text
        self.token = _token(self.ask("GET", "/password"))

    def post(self, path: str, fields: Mapping[str, str | list[str]], **headers: str) -> Answer:
        """Send a form with its token."""
        body = urlencode({"csrf_token": self.token, **fields}, doseq=True)
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", path, body, sent)

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection(self._host, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            connection.request(method, path, body or None, {"Cookie": cookies, **(headers or {})})
            response = connection.getresponse()
            text = response.read().decode()
            for line in response.headers.get_all("Set-Cookie") or ():
                self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Answer(response.status, text, dict(response.headers))
        finally:
            connection.close()


def _token(page: Answer) -> str:
    found = _TOKEN.search(page.text)
    assert found is not None, page.status
    return found[1]
