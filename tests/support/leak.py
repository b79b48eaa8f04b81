"""Everything that an answer sent, unpacked from whatever it was packed in, searched for words that are secrets."""

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Collection, Iterator
from html import unescape
from urllib.parse import unquote

from werkzeug.test import TestResponse

_TOKEN = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def leaks_in(answer: TestResponse, secrets: Collection[str], own: Collection[str] = ()) -> set[str]:
    """Words beginning with one of *secrets* that *answer* holds somewhere, those of the reader's *own* aside."""
    head = f"{answer.status}\n{answer.headers}"
    texts = [*_readings(head), *(text for part in _parts(answer.data) for text in _texts(part))]
    # A word whose end was masked names nobody.
    return {word for text in texts for word in _words(text, secrets) if not word.endswith("-")} - set(own)


def _words(text: str, secrets: Collection[str]) -> Iterator[str]:
    for secret in secrets:
        if secret in text:
            yield from re.findall(re.escape(secret) + r"[A-Za-z0-9-]*", text)


def _parts(body: bytes) -> Iterator[bytes]:
    """*body*, and where it is an archive the names in it and what they hold."""
    if not body.startswith(b"PK"):
        yield body
        return
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for entry in packed.infolist():
            yield f"{entry.filename} {entry.comment!r} {entry.date_time}".encode()
            yield from _parts(packed.read(entry))


def _texts(part: bytes) -> Iterator[str]:
    yield from _readings(part.decode("utf-8", "replace"))
    # The tags of sound files may be written in two bytes a letter, from an even or an odd place on.
    if b"\x00" in part:
        for first in (0, 1):
            yield part[first:].decode("utf-16-le", "ignore")
            yield part[first:].decode("utf-16-be", "ignore")
        return
    for token in _TOKEN.findall(part):
        yield _decoded(token)


def _readings(text: str) -> Iterator[str]:
    """*text* as it stands, and as a browser, a query and a script would read it."""
    yield text
    yield unescape(text)
    yield unquote(text)
    yield _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def _decoded(token: bytes) -> str:
    try:
        return base64.b64decode(token.translate(bytes.maketrans(b"-_", b"+/")) + b"==").decode("utf-8", "ignore")
    except binascii.Error:
        return ""
