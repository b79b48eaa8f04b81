"""The case library: what enters, who sees it, what is hidden in it, and what its clips let hear."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from engine.errors import Forbidden, Invalid, NotFound
from engine.reading.clips import library_clip
from engine.reading.library import entry_page, library_page
from engine.reading.listing import Wish
from engine.review_draft import Remark, Span, VerdictDraft
from engine.steps import curate, respond
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.cases import Held, MarkKind
from models.tables.library import LibraryEntry
from models.tables.recordings import ScoreRun, TranscriptRow
from tests.support.desk import Desk, refused

READERS = ("manager", "lead", "inspector", "leader1", "leader2", "agent8001", "agent8005")


def marked(desk: Desk, *marks: MarkKind, comment: str = "") -> Desk:
    """The case, final, with *marks*, and shelved."""
    changes = {
        "BAN-01": VerdictDraft(held=Held.FAIL, comment=comment),
        "PRIV-01": VerdictDraft(
            held=Held.FAIL, comment="说出了密码", spans=[Span(start_s=12, end_s=16, quote="我转给别人")]
        ),
    }
    remark = Remark(at_s=6, utterance=3, text="陈思远这里可以先安抚")
    desk.confirm(desk.draft(changes, marks=list(marks), remarks=[remark]))
    desk.house.release(desk.story)
    respond.acknowledge(desk.case.public_id, **desk.agent)
    sweep(services=desk.services)
    return desk


def entry_of(desk: Desk) -> str:
    with desk.services.transaction.read() as tx:
        return tx.session.scalars(select(LibraryEntry.public_id).where(LibraryEntry.case_id == desk.case.id)).one()


def seen_by(desk: Desk, login: str, **filters: str) -> list[str]:
    words = filters.pop("words", "")
    page = library_page(Wish(words=words, filters=filters), **desk.as_(login))
    return [line.id for line in page.listing.rows]


def curated(desk: Desk) -> str:
    entry = entry_of(desk)
    curate.describe(entry, "先安抚再查询", "客户着急时,先说抱歉。", **desk.as_("lead"))
    return entry


def test_a_marked_call_enters_once_when_it_is_final(desk: Desk):
    desk.confirm(desk.draft(marks=[MarkKind.NEGATIVE]))
    desk.house.release(desk.story)
    assert sweep(services=desk.services).shelved == 0

    respond.acknowledge(desk.case.public_id, **desk.agent)

    assert [sweep(services=desk.services).shelved for _ in range(2)] == [1, 0]
    assert len(desk.told("library.entered")) == 1


def test_a_call_without_a_mark_does_not_enter(desk: Desk):
    desk.to(State.FINAL)

    assert sweep(services=desk.services).shelved == 0


@pytest.mark.parametrize(
    ("marks", "readers"),
    [
        ((MarkKind.POSITIVE,), set(READERS)),
        ((MarkKind.NEGATIVE,), set(READERS) - {"agent8001", "agent8005"}),
        ((MarkKind.COMPLAINT_RISK,), {"manager", "lead", "inspector"}),
        ((MarkKind.POSITIVE, MarkKind.NEGATIVE), set(READERS) - {"agent8001", "agent8005"}),
    ],
)
def test_who_sees_what(desk: Desk, marks: tuple[MarkKind, ...], readers: set[str]):
    entry = curated(marked(desk, *marks))

    assert {login for login in READERS if seen_by(desk, login) == [entry]} == readers
    for login in set(READERS) - readers:
        with pytest.raises(NotFound):
            entry_page(entry, **desk.as_(login))
        with pytest.raises(NotFound):
            library_clip(entry, 1, **desk.as_(login))


def test_agents_and_leaders_see_what_a_curator_prepared(desk: Desk):
    marked(desk, MarkKind.POSITIVE)
    assert seen_by(desk, "agent8001") == seen_by(desk, "leader1") == []
    assert len(seen_by(desk, "inspector")) == 1

    curated(desk)

    assert len(seen_by(desk, "agent8001")) == 1


def test_the_administrator_has_no_library(desk: Desk):
    with pytest.raises(Forbidden):
        library_page(Wish(), **desk.as_("admin"))


@pytest.mark.parametrize("login", ["inspector", "leader1", "agent8001", "admin"])
def test_only_curators_prepare(desk: Desk, login: str):
    entry = entry_of(marked(desk, MarkKind.POSITIVE))

    for act in (
        lambda who: curate.describe(entry, "标题", "", **who),
        lambda who: curate.take_out(entry, "不合适", **who),
        lambda who: curate.put_back(entry, **who),
    ):
        with pytest.raises(Forbidden):
            act(desk.as_(login))


def test_what_is_taken_out_is_seen_by_curators_only_until_it_is_put_back(desk: Desk):
    entry = curated(marked(desk, MarkKind.POSITIVE))

    curate.take_out(entry, "客户要求", **desk.as_("manager"))

    assert {login for login in READERS if seen_by(desk, login)} == set()
    assert seen_by(desk, "lead", shelf="removed") == [entry]
    with pytest.raises(NotFound):
        library_clip(entry, 1, **desk.as_("inspector"))
    with pytest.raises(NotFound):
        curate.take_out(entry, "再一次", **desk.as_("manager"))
    curate.put_back(entry, **desk.as_("lead"))
    assert seen_by(desk, "agent8001") == [entry]


def test_a_title_and_a_reason_are_needed(desk: Desk):
    entry = entry_of(marked(desk, MarkKind.POSITIVE))

    with pytest.raises(Invalid):
        curate.describe(entry, " ", "要点", **desk.as_("lead"))
    with refused("reason_missing"):
        curate.take_out(entry, "", **desk.as_("lead"))


def test_a_reopened_case_is_hidden_until_it_is_decided_again(desk: Desk):
    entry = curated(marked(desk, MarkKind.POSITIVE))

    desk.reopen()
    assert seen_by(desk, "lead") == []
    desk.house.clock.forward(hours=1)
    desk.decide(by="lead3")

    assert seen_by(desk, "lead") == [entry]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"mark": "negative"}, True),
        ({"mark": "positive"}, False),
        ({"rule": "BAN-01"}, True),
        ({"rule": "GREET-99"}, False),
        ({"project": "宽带业务"}, True),
        ({"project": "别的"}, False),
        ({"month": "2026-03"}, True),
        ({"month": "2026-02"}, False),
        ({"words": "网又断了"}, True),
        ({"words": "先安抚再查询"}, True),
        ({"words": "没有这句"}, False),
        ({"shelf": "waiting"}, False),
    ],
)
def test_it_is_searched_by_mark_rule_project_month_and_words(desk: Desk, filters: dict[str, str], found: bool):
    entry = curated(marked(desk, MarkKind.NEGATIVE))

    assert seen_by(desk, "lead", **filters) == ([entry] if found else [])


def test_an_entry_names_nobody(desk: Desk):
    with desk.services.transaction() as tx:
        run = tx.session.get_one(ScoreRun, desk.case.score_run_id)
        heard = tx.session.get_one(TranscriptRow, run.transcript_id)
        said = [{**one} for one in heard.body["utterances"]]
        said[0]["text"] = "您好我是工号八零零一陈思远"
        said[1]["text"] = "我姓张 电话13812345678"
        heard.body = {**heard.body, "utterances": said}
    marked(desk, MarkKind.NEGATIVE, comment="陈思远和沈静怡都听过,工号8001")
    entry = entry_of(desk)
    curate.describe(entry, "陈思远的推诿", "周班长请看 13812345678", **desk.as_("lead"))

    for login in ("manager", "lead", "inspector", "leader1", "leader2"):
        told = f"{library_page(Wish(), **desk.as_(login))}{entry_page(entry, **desk.as_(login))}"
        for secret in ("陈思远", "沈静怡", "周班长", "8001", "八零零一", "13812345678", desk.case.public_id, "张 "):
            assert secret not in told, (login, secret)
    with desk.services.transaction.read() as tx:
        kept = tx.session.scalars(select(LibraryEntry.words)).one()
    assert "八零零一" not in kept
    assert "13812345678" not in kept


def test_words_do_not_outlive_the_transcript(desk: Desk):
    entry = curated(marked(desk, MarkKind.NEGATIVE))

    with desk.services.transaction() as tx:
        run = tx.session.get_one(ScoreRun, desk.case.score_run_id)
        heard = tx.session.get_one(TranscriptRow, run.transcript_id)
        heard.body = {**heard.body, "utterances": []}

    with desk.services.transaction.read() as tx:
        assert tx.session.scalars(select(LibraryEntry.words)).one() == ""
    assert {line.text for one in entry_page(entry, **desk.as_("lead")).moments for line in one.lines} == set()


def test_moments_are_the_failures_people_hold_and_what_inspectors_remarked(desk: Desk):
    entry = entry_of(marked(desk, MarkKind.NEGATIVE))

    moments = entry_page(entry, **desk.as_("lead")).moments

    assert [one.number for one in moments] == list(range(1, len(moments) + 1))
    assert [one.start_s for one in moments] == sorted(one.start_s for one in moments)
    added = next(one for one in moments if one.comment == "说出了密码")
    assert (added.start_s, added.end_s) == (9.0, 19.0)
    remark = next(one for one in moments if one.title is None)
    assert remark.comment == "***这里可以先安抚"


def test_a_good_example_shows_what_was_done_well(desk: Desk):
    entry = entry_of(marked(desk, MarkKind.POSITIVE))

    held = {one.held for one in entry_page(entry, **desk.as_("lead")).moments}

    assert "pass" in held


def with_sound(desk: Desk, folder: Path) -> None:
    """Twenty seconds of a loud tone."""
    path = folder / "tone.wav"
    samples = (np.sin(np.arange(20 * 8000) / 8000 * 2 * np.pi * 440) * 20000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(samples.tobytes())
    sha256 = desk.services.storage.put(path)
    with desk.services.transaction() as tx:
        tx.session.merge(desk.case).recording.playable_sha256 = sha256


def test_a_clip_is_the_moment_and_nothing_more(desk: Desk, tmp_path: Path):
    with_sound(desk, tmp_path)
    entry = entry_of(marked(desk, MarkKind.NEGATIVE))
    moment = entry_page(entry, **desk.as_("lead")).moments[0]

    clip = library_clip(entry, moment.number, **desk.as_("inspector"))

    with wave.open(io.BytesIO(clip.sound)) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(moment.end_s - moment.start_s, abs=0.01)
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert np.abs(sound).max() > 5000


def test_a_number_that_is_said_is_not_heard(desk: Desk, tmp_path: Path):
    with_sound(desk, tmp_path)
    with desk.services.transaction() as tx:
        run = tx.session.get_one(ScoreRun, desk.case.score_run_id)
        heard = tx.session.get_one(TranscriptRow, run.transcript_id)
        said = [{**one} for one in heard.body["utterances"]]
        said[2]["text"] = "不知道 号码13812345678"
        heard.body = {**heard.body, "utterances": said}
    entry = entry_of(marked(desk, MarkKind.NEGATIVE))
    moments = entry_page(entry, **desk.as_("lead")).moments
    over = next(one for one in moments if one.start_s <= 5.0 and one.end_s >= 8.0)

    clip = library_clip(entry, over.number, **desk.as_("lead"))

    with wave.open(io.BytesIO(clip.sound)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        rate = file.getframerate()
    first, last = round((5.0 - over.start_s) * rate), round((8.0 - over.start_s) * rate)
    assert np.abs(sound[first:last]).max() == 0
    assert np.abs(sound[: first - rate // 2]).max() > 5000


def test_there_is_no_clip_of_another_moment(desk: Desk, tmp_path: Path):
    with_sound(desk, tmp_path)
    entry = entry_of(marked(desk, MarkKind.NEGATIVE))

    for number in (0, 99):
        with pytest.raises(NotFound):
            library_clip(entry, number, **desk.as_("lead"))
