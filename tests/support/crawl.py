"""Everything that one person can make the pages say: every address of the map, every link, filter, form and error.

Nothing is listed by hand: addresses come from the application's own map, what stands in them from the database, so
a page that is new tomorrow is read tomorrow.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice, product
from urllib.parse import urlencode, urlsplit

from flask import Flask, abort
from sqlalchemy import select
from werkzeug.routing import Rule as Route
from werkzeug.test import TestResponse

from engine.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from models.roles import StaffRole
from models.tables import Base
from review_app.access import public, rule_of
from tests.support.pages import Visitor, links_in
from tests.support.seed import House
from tools.permissions_docs import may_ask

# Files that are the same for everybody.
STATIC = "static_file"
# What ends the visit is asked last.
LAST = ("account.role", "account.password", "account.sign_out")
# So many pages that are made by the same lines are read, and so many ids are tried to find them.
ENOUGH, PATIENCE = 3, 80
# Rules have ids that people gave them; these are in the rulebook of the house, one of each look.
RULES = ("OPEN-01", "ESC-01", "no-such-rule")
_ID = re.compile(r"[\w-]{22}|[A-Z]+-\d+|\d+")
_WORDS_FOR_SEARCH = "业务"


class Crawl:
    """One person's way through all there is. *opened*: the endpoints that answered with what they are for."""

    def __init__(self, app: Flask, visitor: Visitor, role: StaffRole, made: House) -> None:
        self.app, self.visitor, self.role, self.made = app, visitor, role, made
        self.opened: set[str] = set()
        self.known: defaultdict[str, list[str]] = defaultdict(list)
        self._kinds: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._waiting: list[str] = []

    def may_open(self) -> set[str]:
        """Endpoints with a page that the role may see."""
        return {route.endpoint for route in self._routes("GET")}

    def everything(self) -> Iterator[tuple[str, TestResponse]]:
        """What was asked, and the answer; forms come last, because they change what there is."""
        yield from self.looking_around()
        yield from self.errors()
        yield from self.sending()

    def looking_around(self) -> Iterator[tuple[str, TestResponse]]:
        """Everything that is asked for with GET: addresses, links, searches, filters, orders, spreadsheets."""
        yield from self.pages()
        while self._waiting:
            yield from self._read(self._waiting.pop(0))

    def pages(self) -> Iterator[tuple[str, TestResponse]]:
        """Every address of the map that the role may open, with everything that can stand in it."""
        for route in self._routes("GET"):
            yield from self._pages_of(route)

    def _routes(self, method: str) -> list[Route]:
        return [
            route
            for route in sorted(self.app.url_map.iter_rules(), key=lambda route: route.rule)
            if method in (route.methods or ())
            and route.endpoint != STATIC
            and (rule := rule_of(self.app.view_functions[route.endpoint]))
            and may_ask(rule, self.role)
        ]

    def _pages_of(self, route: Route) -> Iterator[tuple[str, TestResponse]]:
        names = sorted(route.arguments)
        found = 0
        for values in islice(product(*(self._values(route, name) for name in names)), PATIENCE):
            for path, answer in self._read(_filled(route, dict(zip(names, values, strict=True))), capped=False):
                yield path, answer
                if answer.status_code < 400:
                    found += 1
                    for name, value in zip(names, values, strict=True):
                        self.known[name] += [] if value in self.known[name] else [value]
            if found >= ENOUGH:
                return

    def _values(self, route: Route, name: str) -> list[str]:
        """What can stand for *name*: ids of the table that is called like it, else small numbers, or ids of any."""
        if name == "rule_id":
            return self.known[name] + [one for one in RULES if one not in self.known[name]]
        asks_number = route._converters[name].__class__.__name__ == "IntegerConverter"
        stem = name.removesuffix("_id")
        plural = f"{stem[:-1]}ies" if stem.endswith("y") else f"{stem}s"
        named = [table for table in Base.metadata.sorted_tables if table.name.endswith(plural)]
        found = [] if named or not asks_number else ["0", "1", "2", "999999"]
        with self.made.services.transaction.read() as tx:
            for table in named or ([] if asks_number else Base.metadata.sorted_tables):
                column = table.columns.get("id" if asks_number else "public_id")
                if column is not None:
                    found += [str(value) for value in tx.session.scalars(select(column).order_by(column))]
        return self.known[name] + [value for value in found if value not in self.known[name]]

    def _read(self, path: str, *, capped: bool = True) -> Iterator[tuple[str, TestResponse]]:
        if path in self._seen:
            return
        self._seen.add(path)
        kind = kind_of(path)
        self._kinds[kind] += 1
        if capped and self._kinds[kind] > ENOUGH:
            return
        answer = self.visitor.get(path)
        if answer.status_code < 400:
            self.opened.add(self._endpoint_of(path))
        yield f"GET {path}", answer
        if answer.mimetype == "text/html" and answer.status_code == 200:
            self._waiting += sorted(links_in(answer.text) | set(questions_in(path, answer.text)))

    def _endpoint_of(self, path: str) -> str:
        return str(self.app.url_map.bind("localhost").match(urlsplit(path).path)[0])

    def errors(self) -> Iterator[tuple[str, TestResponse]]:
        """What goes wrong: kinds of errors that `provoke` made pages for, and those that nobody needs to make."""
        ask, client = self.visitor.get, self.visitor.client
        for what in PROVOKED:
            for headers in ({}, {"Accept": "application/json"}, {"HX-Request": "true"}):
                yield f"error {what} {headers}", ask(f"/provoked/{what}", headers=headers)
        yield "error no such page", ask("/no-such-page")
        yield "error no such method", client.delete("/")
        yield "error stale form", client.post("/theme", data={"csrf_token": "wrong"})
        yield "error too large", self.visitor.post("/theme", theme="x" * 2_000_000)
        for path in [path for path in self._seen if path.endswith("/audio")]:
            yield f"piece of {path}", ask(path, headers={"Range": "bytes=0-999"})
            yield f"beyond {path}", ask(path, headers={"Range": "bytes=999999999-"})

    def sending(self) -> Iterator[tuple[str, TestResponse]]:
        """An empty form to every address that takes one from the role."""
        for route in sorted(self._routes("POST"), key=lambda route: (route.endpoint in LAST, str(route))):
            yield from self._sent(route)

    def _sent(self, route: Route) -> Iterator[tuple[str, TestResponse]]:
        """An empty form for things that the role can see, and for one that it cannot."""
        names = sorted(route.arguments)
        values = [(self.known[name][:2] + self._values(route, name)[-1:]) for name in names]
        for chosen in product(*values):
            path = _filled(route, dict(zip(names, chosen, strict=True)))
            yield f"POST {path} (fragment)", self.visitor.post(path, headers={"HX-Request": "true"})
            yield f"POST {path}", self.visitor.post(path)


PROVOKED = {
    "not-found": lambda: NotFound("case"),
    "forbidden": lambda: Forbidden("case:review"),
    "conflict": lambda: Conflict("case", now="released"),
    "refused": lambda: Refused("deadline_passed"),
    "invalid": lambda: Invalid("sort", "unknown_column"),
    "unexpected": lambda: RuntimeError("what nobody expected"),
}


def provoke(app: Flask, secret: str = "") -> None:
    """Give *app* a page for each kind of error; the one that nobody expects says *secret* to whoever catches it."""

    @public
    def provoked(what: str) -> str:
        if what not in PROVOKED:
            abort(404)
        error = PROVOKED[what]()
        raise RuntimeError(secret) if isinstance(error, RuntimeError) and secret else error

    app.add_url_rule("/provoked/<what>", "provoked", provoked)


def questions_in(path: str, page: str) -> Iterator[str]:
    """Addresses that the forms of *page* which only ask lead to: each field alone, with something it offers."""
    forms = _Forms()
    forms.feed(page)
    for action, fields in forms.asking:
        target = urlsplit(action or path).path
        for name, value in fields.items():
            yield f"{target}?{urlencode({name: value or _WORDS_FOR_SEARCH})}"
            yield f"{target}?{urlencode({name: value or _WORDS_FOR_SEARCH, 'format': 'xlsx'})}"


class _Forms(HTMLParser):
    """The forms of a page that are sent with GET: where to, and their fields with the first value that is offered."""

    def __init__(self) -> None:
        super().__init__()
        self.asking: list[tuple[str, dict[str, str]]] = []
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = told.get("method", "get").lower() == "get"
            if self._inside:
                self.asking.append((told.get("action", ""), {}))
        elif self._inside and tag in ("input", "select") and told.get("name"):
            self._select = told["name"] if tag == "select" else ""
            self.asking[-1][1].setdefault(told["name"], told.get("value", ""))
        elif self._inside and tag == "option" and self._select and told.get("value"):
            fields = self.asking[-1][1]
            fields[self._select] = fields[self._select] or told["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def _filled(route: Route, values: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda name: values[name[1]], route.rule)


def kind_of(path: str) -> str:
    """Pages of one kind are made by the same lines: the address without ids and without the values it asks for."""
    parts = urlsplit(path)
    return _ID.sub("*", parts.path) + "?" + "&".join(sorted(re.findall(r"(?:^|&)(\w+)=", parts.query)))
