"""What is meant to be large is taken: a call of minutes, a rulebook, a word list; everything else is held small."""

import io
import wave
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from engine.reading.rulebooks import draft_page
from review_app.security import FORM_LIMIT_BYTES
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor
from tests.support.publishing import begun
from tests.support.seed import House


@pytest.fixture
def draft_id(made: House) -> str:
    return begun(made)


@pytest.fixture
def manager(visit: Visit) -> Visitor:
    return visit("manager")


def sent(visitor: Visitor, path: str, **fields: Any) -> TestResponse:
    """Send a form with a file in one piece; the usual way leaves a temporary file behind for what is large."""
    boundary, body = encode_multipart({"csrf_token": visitor.token, **fields})
    return visitor.client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def sound_of(seconds: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(256)) * (seconds * 8000 * 4 // 256))
    return file.getvalue()


def test_a_call_of_minutes_is_uploaded(manager: Visitor):
    sound = sound_of(90)
    assert len(sound) > 2 * FORM_LIMIT_BYTES

    answer = sent(
        manager, "/recordings/upload",
        source="upload", direction="inbound", call_id="long-1", sound=FileStorage(io.BytesIO(sound), "a.wav"),
    )  # fmt: skip

    assert answer.status_code == 303, answer.text


def test_a_whole_rulebook_is_saved_from_its_page(made: House, manager: Visitor, draft_id: str):
    files = draft_page(draft_id, **made.as_("manager")).files
    grown = {name: text + "# 说明\n" * 40_000 for name, text in files.items() if name == "conduct.yaml"}

    answer = manager.post(
        f"/rules/drafts/{draft_id}/text",
        version="0", note="多写了说明", **{f"file:{name}": text for name, text in {**files, **grown}.items()},
    )  # fmt: skip

    assert answer.status_code == 303, answer.text
    assert draft_page(draft_id, **made.as_("manager")).line.note == "多写了说明"


def test_a_word_list_of_many_lines_is_taken_and_a_bad_name_told(manager: Visitor, draft_id: str):
    many = "\n".join(f"词语{number}号" for number in range(80_000)).encode()
    assert len(many) > FORM_LIMIT_BYTES
    address = f"/rules/drafts/{draft_id}/words"

    taken = sent(manager, address, word_list="many", file=FileStorage(io.BytesIO(many), "many.txt"))
    refused = sent(manager, address, word_list="a b", file=FileStorage(io.BytesIO(b"x"), "few.txt"))

    assert taken.status_code == 303, taken.text
    assert refused.status_code == 422 and "不能有空格" in refused.text


def test_nobody_else_sends_more(visit: Visit, draft_id: str):
    much = {"note": "x" * (2 * FORM_LIMIT_BYTES)}

    assert visit("manager").post(f"/rules/drafts/{draft_id}/ask", **much).status_code == 413
    assert visit("inspector").post(f"/rules/drafts/{draft_id}/text", **much).status_code == 403
