"""The crawl finds a leak wherever it is planted: one word for each place, all of them in one house.

What finds nothing proves nothing; this is what shows that `test_blindness` would find something.
"""

import base64
import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask, Response, request

from models.roles import StaffRole
from review_app.app import create_app
from tests.integration.pages.test_blindness import crawl_of, leaks
from tests.support.canary import AGENT, CALLED_AT, INSPECTOR, plant
from tests.support.crawl import provoke
from tests.support.seed import House
from tests.support.serving import copied

HTTP_DATE = CALLED_AT.strftime("%a, %d %b %Y %H:%M:%S GMT")
Change = Callable[[Response, str], None]


def is_page(answer: Response) -> bool:
    return answer.mimetype == "text/html" and answer.status_code == 200


def asked_for(what: str) -> bool:
    return what in request.args


# Where a leak is planted: when, and how. The word that is planted there ends with the name of the place.
def into_body(form: str) -> Change:
    def change(answer: Response, word: str) -> None:
        answer.set_data(answer.get_data() + form.replace("WORD", word).encode())

    return change


def into_header(name: str, form: str = "WORD") -> Change:
    return lambda answer, word: answer.headers.add(name, form.replace("WORD", word))


def into_book(member: str) -> Change:
    """Into the cell, the property or the name of a file of a spreadsheet."""

    def change(answer: Response, word: str) -> None:
        packed = io.BytesIO(answer.get_data())
        with zipfile.ZipFile(packed, "a") as book:
            book.writestr(member.replace("WORD", word), word)
        answer.set_data(packed.getvalue())

    return change


def as_base64(answer: Response, word: str) -> None:
    answer.set_data(answer.get_data() + b"<!-- " + base64.b64encode(f"id:{word}".encode()) + b" -->")


def as_escapes(answer: Response, word: str) -> None:
    answer.set_data(answer.get_data() + "".join(f"\\u{ord(letter):04x}" for letter in word).encode())


def as_sound_tag(answer: Response, word: str) -> None:
    answer.set_data(answer.get_data() + b"\x00\x00TXXX" + word.encode("utf-16-le"))


def into_redirect(answer: Response, word: str) -> None:
    answer.headers["Location"] = f"{answer.headers['Location']}?from={word}"


def error(status: int) -> tuple[Callable[[Response], bool], Change]:
    return (lambda answer: answer.status_code == status), into_body("<p>WORD</p>")


def is_book(answer: Response) -> bool:
    return "spreadsheet" in (answer.mimetype or "")


def is_sound(answer: Response) -> bool:
    return (answer.mimetype or "").startswith("audio/")


PLACES: dict[str, tuple[Callable[[Response], bool], Change]] = {
    "page": (is_page, into_body("<p>WORD</p>")),
    "comment": (is_page, into_body("<!-- WORD -->")),
    "attribute": (is_page, into_body("<i data-who='WORD'></i>")),
    "entities": (is_page, into_body("<p>&#65;GENTNAME7f3a-entities</p>")),
    "address": (is_page, into_body("<a href='/x?y=%41GENTNAME7f3a-address'></a>")),
    "base64": (is_page, as_base64),
    "data-block": (is_page, into_body('<script type=\'application/json\'>{"who": "WORD"}</script>')),
    "json": (lambda answer: answer.mimetype == "application/json", into_body('{"who": "WORD"}')),
    "json-escapes": (lambda answer: answer.mimetype == "application/json", as_escapes),
    "fragment": (lambda answer: bool(request.headers.get("HX-Request")), into_body("<p>WORD</p>")),
    "header": (is_page, into_header("X-Agent")),
    "cookie": (is_page, into_header("Set-Cookie", "last=WORD")),
    "etag": (is_sound, into_header("ETag", '"WORD"')),
    "download-name": (is_book, into_header("Content-Disposition", 'attachment; filename="WORD.xlsx"')),
    "sound-name": (is_sound, into_header("Content-Disposition", 'inline; filename="WORD.ogg"')),
    "sound-tag": (lambda answer: is_sound(answer) and answer.status_code == 200, as_sound_tag),
    "sheet-cell": (is_book, into_book("xl/worksheets/sheet9.xml")),
    "sheet-author": (is_book, into_book("docProps/app2.xml")),
    "sheet-member": (is_book, into_book("xl/WORD.xml")),
    "redirect": (lambda answer: answer.status_code in {302, 303}, into_redirect),
    "search": (lambda answer: is_page(answer) and asked_for("q"), into_body("<td>WORD</td>")),
    "filter": (lambda answer: is_page(answer) and asked_for("project"), into_body("<td>WORD</td>")),
    "order": (lambda answer: is_page(answer) and asked_for("sort"), into_body("<td>WORD</td>")),
    "notices": (lambda answer: is_page(answer) and request.path == "/notices", into_body("<li>WORD</li>")),
    **{f"error-{status}": error(status) for status in (400, 403, 404, 405, 409, 413, 416, 422, 500)},
}


def planted(app: Flask, name: str, places: dict[str, tuple[Callable[[Response], bool], Change]]) -> None:
    """Let *app* say *name* in every one of *places*."""

    @app.after_request
    def tell(answer: Response) -> Response:
        if request.endpoint == "static_file":
            return answer
        answer.direct_passthrough = False
        for place, (fits, change) in places.items():
            if fits(answer):
                change(answer, f"{name}-{place}")
        return answer


@pytest.fixture(scope="module")
def found(template: House, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Places in which the crawl of an inspector found its word."""
    made = copied(template, tmp_path_factory.mktemp("planted") / "house")
    secrets = plant(made)
    app = create_app(made.services)
    provoke(app)
    planted(app, AGENT, PLACES)
    words = [leak.rpartition(": ")[2] for leak in leaks(crawl_of(app, StaffRole.INSPECTOR, made, secrets), secrets)]
    return {word.removeprefix(f"{AGENT}-") for word in words}


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_leak_is_found(found: set[str], place: str):
    assert place in found


def test_the_moment_of_the_call_is_found_in_a_header(made: House):
    secrets = plant(made)
    app = create_app(made.services)
    planted(app, "", {"": (is_sound, lambda answer, _: answer.headers.set("Last-Modified", HTTP_DATE))})

    assert any("17 Aug 2025" in leak for leak in leaks(crawl_of(app, StaffRole.INSPECTOR, made, secrets), secrets))


def test_a_leak_in_a_page_made_for_printing_is_found(made: House):
    secrets = plant(made)
    app = create_app(made.services)
    statement = {"print": (lambda answer: request.path == "/agent/statement", into_body("<p>WORD</p>"))}
    planted(app, INSPECTOR, statement)

    assert any(
        "INSPECTORNAME9b2d-print" in leak for leak in leaks(crawl_of(app, StaffRole.AGENT, made, secrets), secrets)
    )


def test_a_page_that_nobody_reads_is_missed(made: House):
    """A new address that answers nobody is no page that was read."""
    secrets = plant(made)
    app = create_app(made.services)
    view = app.view_functions["agent.statement"]

    def lost() -> tuple[str, int]:
        return "", 404

    lost.access_rule = view.access_rule  # type: ignore[attr-defined]
    app.view_functions["agent.statement"] = lost
    crawl = crawl_of(app, StaffRole.AGENT, made, secrets)
    list(crawl.pages())

    assert "agent.statement" in crawl.may_open() - crawl.opened
