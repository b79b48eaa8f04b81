"""A customer's number, said or written, is a row of stars and a silence for everybody without the right to it."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine import reading
from engine.access import HOLDERS, Permission
from engine.reading.recordings import show_recording
from engine.reading.traces import traces_of
from engine.speech.audio import Audio, AudioFacts, decode
from engine.speech.playable import write_playable
from engine.speech.ports import RATE_HZ, FloatArray
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.cases import Case, JudgementRow, Modification
from models.tables.recordings import Recording, ScoreRun, TranscriptRow
from models.tables.reviews import Assignment
from review_app.app import create_app
from rules.load import load_rulebook_text
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor, links_in
from tests.support.seed import House

WRITTEN, SAID, CARD = "13912345678", "幺三九二二三三四四五五", "6222 0200 1234 5678 901"
# Said with a breath between, each part too short to be a number by itself.
PARTS = ("一三七四", "五五五六", "七八九")
CANARIES = (WRITTEN, SAID, CARD, *PARTS)
WITHOUT_RIGHT = ("inspector", "lead", "leader2", "agent8006", "admin")
NOT_FOLLOWED = re.compile(r"/sign-out|[?&](sort|page|month|q)=")
HEARS_EVERYTHING = """
rulebook: {name: all, title: 全部}
rules: [{id: ALL, title: 全部, why: 全部, when: {op: regex, pattern: ".+"}}]
"""
_ID = re.compile(r"[\w-]{22}|\d+")
READINGS = Path(reading.__file__).parent
SPAN_S = (9.0, 13.5)
# The codec rings on for a moment after the sound is cut off; -70 dBFS is below the hiss of any line.
QUIET = 3e-4


@pytest.fixture
def planted(made: House) -> House:
    """The house, in which everybody talks and writes of numbers."""
    with made.services.transaction() as tx:
        for heard in tx.session.scalars(select(TranscriptRow)):
            heard.body = {**heard.body, "utterances": [*_talking(heard.body["utterances"])]}
        texts = {}
        for run in tx.session.scalars(select(ScoreRun)):
            body = tx.session.get_one(TranscriptRow, run.transcript_id).body
            texts[run.id] = {one["id"]: one["text"] for one in body["utterances"]}
        for run in tx.session.scalars(select(ScoreRun)):
            run.findings = [{**one, "why": f"客户说了{WRITTEN}"} for one in run.findings]
        for row in tx.session.scalars(select(JudgementRow)):
            spoken = texts[row.case.score_run_id]
            row.review_comment = f"客户报了号码 {WRITTEN},卡号 {CARD}"
            row.evidence = [_quoting(one, spoken) for one in row.evidence]
        for record in tx.session.scalars(select(Modification)):
            record.why = f"客户报了号码 {WRITTEN}"
    return made


def _talking(utterances: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(utterances):
        more = (f"我的电话是{WRITTEN}", f"手机{SAID}", f"卡号{CARD}")[place % 3]
        yield {**one, "text": f"{one['text']}{more}", "words": []}
    end_s = utterances[-1]["end_s"]
    for place, part in enumerate(PARTS):
        yield {
            **utterances[-1],
            "id": len(utterances) + 1 + place,
            "start_s": end_s + 1 + place,
            "end_s": end_s + 1.8 + place,
            "role": "customer",
            "text": part,
            "words": [],
        }


def _quoting(evidence: dict[str, Any], spoken: dict[int, str]) -> dict[str, Any]:
    if not evidence.get("utterances"):
        return evidence
    text = spoken[evidence["utterances"][0]]
    # Half of a number is quoted too: what is left of it must be hidden all the same.
    chars = [0, len(text) - 4]
    return {**evidence, "quote": text[:-4], "chars": chars, "why": f"“{text}” 命中"}


def _crawl(visitor: Visitor) -> Iterator[tuple[str, TestResponse]]:
    kinds: Counter[str] = Counter()
    seen, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop(0)
        kinds[_ID.sub("*", path)] += 1
        if kinds[_ID.sub("*", path)] > 3:
            continue
        answer = visitor.get(path)
        yield path, answer
        if answer.mimetype == "text/html":
            new = {link for link in links_in(answer.text) - seen if not NOT_FOLLOWED.search(link)}
            seen |= new
            waiting += sorted(new)


def _text(answer: TestResponse) -> str:
    body = answer.data
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return f"{answer.headers}\n{body.decode('utf-8', 'replace')}"


@pytest.mark.parametrize("login", WITHOUT_RIGHT)
def test_no_page_shows_a_number_to_a_role_without_the_right(planted: House, login: str):
    sent = {path: _text(answer) for path, answer in _crawl(Visitor(create_app(planted.services), login))}

    pieces = (*CANARIES, WRITTEN[:7], SAID[:6], "6222 0200")
    assert [(path, piece) for path, text in sent.items() for piece in pieces if piece in text] == []
    assert len(sent) > 8


@pytest.mark.parametrize(("login", "kind"), [("inspector", "reviews"), ("lead", "cases"), ("agent8006", "results")])
def test_stars_stand_where_the_number_was(planted: House, login: str, kind: str):
    pages = [
        answer.text for path, answer in _crawl(Visitor(create_app(planted.services), login)) if f"/{kind}/" in path
    ]

    assert any("电话是***********" in re.sub(r"<[^>]+>", "", page) for page in pages)


def test_who_has_the_right_sees_the_number(planted: House, visit: Visit):
    assert HOLDERS[Permission.NUMBERS_READ] == {StaffRole.QC_MANAGER}
    case = next(iter(_cases(planted)))

    assert WRITTEN in visit("manager").page(f"/lead/cases/{case.public_id}")


# Sound


@pytest.fixture
def sounding(made: House, tmp_path: Path) -> Case:
    """A released case whose call is one long tone, in which a number is said from 9.0 to 13.5 s."""
    tone = (0.3 * np.sin(2 * np.pi * 440 * np.arange(20 * RATE_HZ) / RATE_HZ)).astype(np.float32)
    samples = np.stack([tone, tone])
    copy = tmp_path / "tone.ogg"
    write_playable(Audio(AudioFacts(20.0, 2, RATE_HZ, "pcm", "wav", "0"), samples), copy)
    case = next(one for one in _cases(made) if made.login_of(one.agent_id) == "agent8006" and one.state in _RELEASED)
    head, digits = "我的号码是", WRITTEN
    words = [{"text": one, "start_s": 8 + 0.2 * i, "end_s": 8.2 + 0.2 * i, "prob": 0.9} for i, one in enumerate(head)]
    length_s = (SPAN_S[1] - SPAN_S[0]) / len(digits)
    words += [
        {"text": one, "start_s": SPAN_S[0] + length_s * i, "end_s": SPAN_S[0] + length_s * (i + 1), "prob": 0.9}
        for i, one in enumerate(digits)
    ]
    with made.services.transaction() as tx:
        recording = tx.session.get_one(Recording, case.recording_id)
        recording.playable_sha256, recording.duration_s = made.services.storage.put(copy), 20.0
        heard = tx.session.get_one(TranscriptRow, tx.session.get_one(ScoreRun, case.score_run_id).transcript_id)
        said = {"id": 1, "role": "customer", "start_s": 8.0, "end_s": 13.5, "text": head + digits, "words": words}
        heard.body = {**heard.body, "utterances": [{**heard.body["utterances"][0], **said}]}
    return case


_RELEASED = frozenset({State.RELEASED, State.FINAL})


def _cases(made: House) -> list[Case]:
    with made.services.transaction.read() as tx:
        return list(tx.session.scalars(select(Case).order_by(Case.id)))


def _reviewer(made: House, case: Case) -> tuple[str, str]:
    with made.services.transaction.read() as tx:
        one = tx.session.scalars(select(Assignment).where(Assignment.case_id == case.id)).first()
        assert one is not None
        return made.login_of(one.inspector_id), one.public_id


def _samples(body: bytes, folder: Path) -> FloatArray:
    path = folder / "answer.ogg"
    path.write_bytes(body)
    return decode(path, max_duration_s=60).samples


def _loudest(samples: FloatArray, start_s: float, end_s: float) -> float:
    return float(np.abs(samples[:, round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]).max())


@pytest.mark.parametrize("login", ["lead", "leader2", "agent8006", "the inspector"])
def test_the_number_is_silence_for_those_without_the_right(
    made: House, sounding: Case, visit: Visit, tmp_path: Path, login: str
):
    reviewer, assignment_id = _reviewer(made, sounding)
    by_case = login != "the inspector"
    url = f"/media/case/{sounding.public_id}/audio" if by_case else f"/media/assignment/{assignment_id}/audio"

    answer = visit(login if by_case else reviewer).get(url)

    samples = _samples(answer.data, tmp_path)
    assert answer.status_code == 200
    assert samples.shape[0] == 2
    assert _loudest(samples, *SPAN_S) < QUIET
    assert _loudest(samples, 8.2, 8.7) > 0.2
    assert _loudest(samples, 14.0, 19.0) > 0.2


def test_who_has_the_right_hears_the_number(made: House, sounding: Case, visit: Visit, tmp_path: Path):
    answer = visit("manager").get(f"/media/case/{sounding.public_id}/audio")

    assert _loudest(_samples(answer.data, tmp_path), *SPAN_S) > 0.2


def test_pieces_are_pieces_of_the_silent_copy(made: House, sounding: Case, visit: Visit):
    agent, url = visit("agent8006"), f"/media/case/{sounding.public_id}/audio"
    whole = agent.get(url).data

    pieces = [agent.get(url, headers={"Range": f"bytes={at}-{at + 999}"}).data for at in range(0, len(whole), 1000)]

    assert b"".join(pieces) == whole
    assert whole != visit("manager").get(url).data


@pytest.mark.parametrize("more", ["?whole=1", "?copy=playable", "?numbers=read", "/../audio", "#whole"])
def test_nothing_in_an_address_asks_for_the_other_copy(made: House, sounding: Case, visit: Visit, more: str):
    agent, url = visit("agent8006"), f"/media/case/{sounding.public_id}/audio"

    answer = agent.get(url + more)

    assert answer.status_code == 404 or answer.data == agent.get(url).data


def test_another_persons_address_leads_nowhere(made: House, sounding: Case, visit: Visit):
    reviewer, assignment_id = _reviewer(made, sounding)
    other = "inspector2" if reviewer == "inspector" else "inspector"

    assert visit(other).get(f"/media/assignment/{assignment_id}/audio").status_code == 404
    assert visit("agent8006").get(f"/media/assignment/{assignment_id}/audio").status_code in (403, 404)
    assert visit("manager").get(f"/media/assignment/{assignment_id}/audio").status_code in (403, 404)


def test_the_silent_copy_is_made_once_and_kept(made: House, sounding: Case, visit: Visit):
    visit("agent8006").get(f"/media/case/{sounding.public_id}/audio")

    with made.services.transaction.read() as tx:
        recording = tx.session.get_one(Recording, sounding.recording_id)
        assert recording.safe_sha256 is not None
        assert recording.safe_sha256 != recording.playable_sha256
        assert made.services.storage.has(recording.safe_sha256)


def test_a_silent_copy_of_an_older_transcript_is_not_served(made: House, sounding: Case, visit: Visit, tmp_path: Path):
    url = f"/media/case/{sounding.public_id}/audio"
    first = visit("agent8006").get(url).data
    with made.services.transaction() as tx:
        run = tx.session.get_one(ScoreRun, sounding.score_run_id)
        old = tx.session.get_one(TranscriptRow, run.transcript_id)
        said = old.body["utterances"][0]
        later = {**said, "words": [], "start_s": 15.0, "end_s": 18.0, "text": WRITTEN}
        tx.session.add(
            TranscriptRow(
                recording_id=sounding.recording_id, input_digest="again", body={**old.body, "utterances": [later]},
                backend="seeded", model="none", revision="2", took_s=0.0, created_at=made.clock(),
            )
        )  # fmt: skip

    again = visit("agent8006").get(url).data

    assert again != first
    assert _loudest(_samples(again, tmp_path), 15.0, 18.0) < QUIET


def test_an_export_at_the_command_line_holds_numbers_only_when_asked(planted: House):
    recording_id = _cases(planted)[0].recording_id

    usual = json.dumps(show_recording(planted.services, recording_id), ensure_ascii=False)
    whole = json.dumps(show_recording(planted.services, recording_id, numbers=True), ensure_ascii=False)

    assert [canary for canary in CANARIES if canary in usual] == []
    assert [canary for canary in CANARIES if canary in whole] == list(CANARIES)


def test_a_trace_at_the_command_line_holds_numbers_only_when_asked(planted: House):
    recording_id = _cases(planted)[0].recording_id
    telling = load_rulebook_text({"rules.yaml": HEARS_EVERYTHING})

    (usual,) = traces_of(planted.services, recording_id, telling)
    (whole,) = traces_of(planted.services, recording_id, telling, numbers=True)

    for shown in (usual.text(), json.dumps(usual.rows(), ensure_ascii=False)):
        assert [canary for canary in CANARIES if canary in shown] == []
    for shown in (whole.text(), json.dumps(whole.rows(), ensure_ascii=False)):
        assert [canary for canary in CANARIES if canary in shown] == list(CANARIES)


def test_pages_read_transcripts_through_one_door():
    """What is read past `engine.reading.spoken` shows numbers to everybody."""
    # Loudness; the command line's own views; which models, words and policies were at work.
    others = {"audio.py", "recordings.py", "traces.py", "health.py", "machine.py", "lexicons.py", "recording_page.py"}

    readers = {path.name for path in READINGS.rglob("*.py") if "TranscriptRow" in path.read_text(encoding="utf-8")}

    assert readers - others == {"spoken.py"}
