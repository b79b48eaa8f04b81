"""Replays judge what is stored as judging it one by one would, whoever does it, and keep nothing that was erased."""

import json
import multiprocessing
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from engine.call_metadata import metadata_of
from engine.queueing import SilentQueue
from engine.replay import run
from engine.replay.lean import make_lean
from engine.replay.run import replay, texts_of
from engine.replay.stretch import Stretch, judged_in
from engine.rulebooks import Rulebooks
from engine.services import Services
from engine.storage import Storage
from engine.wiring import system_clock
from models.tables.lean import LeanTranscript
from models.tables.recordings import ChannelPolicy, Direction, Progress, Recording, Source, TranscriptRow
from models.transaction import Transactions
from rules.evaluate import evaluate
from rules.load import load_pack, load_rulebook_text, pack_path, sources_of
from rules.ruling import CODES
from rules.transcript_file import transcript_from_json, transcript_json
from tests.support.house import settings_of

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
STORIES = sorted((Path(__file__).parents[2] / "engine" / "demo" / "audio").glob("*.ref.json"))
BOOK = load_pack("zh-telecom")
RUDE = "  - {id: R-1, title: 粗话, why: 试, when: {op: keyword, words: [%s]}, effect: {points: -1}}"


@pytest.fixture
def services(transaction: Transactions, tmp_path: Path) -> Services:
    settings = settings_of(tmp_path, str(transaction.database.url))
    storage = Storage(tmp_path / "audio")
    return Services(transaction, storage, SilentQueue(), system_clock, settings, Rulebooks(transaction))


@pytest.fixture
def told(transaction: Transactions) -> Transactions:
    """An installation that has heard every story of the demo."""
    keep(transaction, [json.loads(path.read_text(encoding="utf-8")) for path in STORIES])
    return transaction


def keep(transaction: Transactions, bodies: Sequence[dict[str, Any]]) -> None:
    left = ChannelPolicy.STEREO_AGENT_LEFT
    with transaction() as tx:
        tx.session.add(Source(id=1, name="s", inbound_policy=left, outbound_policy=left, created_at=NOW))
        tx.session.flush()
        for number, body in enumerate(bodies, start=1):
            tx.session.add(
                Recording(
                    id=number, source_id=1, call_id=str(number), sha256=f"{number:064}", size_bytes=1, file_name="",
                    progress=Progress.SCORED, direction=Direction.INBOUND, channel_policy=left, agent_no="8001",
                    details={"satisfaction": number % 5}, started_at=NOW + timedelta(hours=number), received_at=NOW,
                )
            )  # fmt: skip
            tx.session.flush()
            tx.session.add(heard(number, body))


def heard(number: int, body: dict[str, Any], again: str = "") -> TranscriptRow:
    return TranscriptRow(
        recording_id=number, input_digest=f"{number}{again}", body=with_words(body), backend="b", model="m",
        revision="1", took_s=0.0, created_at=NOW,
    )  # fmt: skip


def with_words(body: dict[str, Any]) -> dict[str, Any]:
    stored = transcript_json(transcript_from_json(body))
    for utterance in stored["utterances"]:
        utterance["words"] = [{"text": char, "start_s": 0.0, "end_s": 0.1, "prob": None} for char in utterance["text"]]
    return stored


def saying(text: str) -> dict[str, Any]:
    return {"utterances": [{"role": "agent", "start_s": 0.0, "end_s": 2.0, "text": text}]}


def whole(transaction: Transactions) -> Stretch:
    url = transaction.database.url.render_as_string(hide_password=False)
    return Stretch(url, 1, len(STORIES), texts_of(BOOK), texts_of(BOOK))


def words_kept(transaction: Transactions) -> str:
    with transaction.read() as tx:
        return b"".join(tx.session.scalars(select(LeanTranscript.body))).decode()


def test_a_replay_says_of_every_call_what_judging_it_says(told: Transactions) -> None:
    with told.read() as tx:
        rows = tx.session.execute(
            select(TranscriptRow.body, Recording).join(Recording, Recording.id == TranscriptRow.recording_id)
        ).all()
        found = {
            recording.id: {
                one.rule: one.verdict for one in evaluate(BOOK, transcript_from_json(body), metadata_of(recording))
            }
            for body, recording in rows
        }

    judged = {call.recording_id: call.new for call in judged_in(whole(told))}

    runnable = [rule.id for rule in BOOK.rules if rule.not_runnable is None]
    assert judged == {number: bytes(CODES[of.get(rule)] for rule in runnable) for number, of in found.items()}
    assert len(judged) == len(STORIES)


def test_runs_have_one_digest_whoever_shares_the_work(
    told: Transactions, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = replay(BOOK, BOOK, services, processes=1)
    monkeypatch.setattr(run, "STRETCH", 7)
    seen: list[tuple[int, int]] = []

    shared = replay(BOOK, BOOK, services, processes=2, advanced=lambda done, total: seen.append((done, total)))

    assert shared.digest == alone.digest
    assert (shared.calls, shared.rules, shared.changed_calls) == (len(STORIES), alone.rules, 0)
    assert seen[0] == (0, len(STORIES)) and seen[-1] == (len(STORIES), len(STORIES))


def test_another_rulebook_shows_what_changes(told: Transactions, services: Services) -> None:
    files = sources_of(pack_path("zh-telecom"))
    old, new = (load_rulebook_text({**files, "more.yaml": f"rules:\n{RUDE % word}"}) for word in ("从不说的话", "您好"))

    difference = replay(old, new, services)

    assert difference.rules["R-1"].newly_hit > 5
    assert difference.changed_calls == difference.rules["R-1"].newly_hit
    assert len(difference.rules["R-1"].hit_examples) > 5


def test_a_draft_and_what_is_published_are_judged_as_each_alone(told: Transactions) -> None:
    files = sources_of(pack_path("zh-telecom"))
    old, new = (load_rulebook_text({**files, "more.yaml": f"rules:\n{RUDE % word}"}) for word in ("从不说的话", "您好"))
    url = told.database.url.render_as_string(hide_password=False)
    was, now, both = (
        list(judged_in(Stretch(url, 1, len(STORIES), texts_of(before), texts_of(after))))
        for before, after in ((old, old), (new, new), (old, new))
    )

    twice = [
        replace(
            call,
            new=after.new,
            scores={card: (score, after.scores[card][1]) for card, (score, _) in call.scores.items()},
        )
        for call, after in zip(was, now, strict=True)
    ]
    assert both == twice
    assert [call.old for call in both] != [call.new for call in both]


def test_stopping_leaves_no_process_behind(told: Transactions, services: Services) -> None:
    def interrupted(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay(BOOK, BOOK, services, advanced=interrupted)

    assert multiprocessing.active_children() == []


def test_transcripts_are_packed_once(told: Transactions) -> None:
    assert (make_lean(told, 1, 99), make_lean(told, 1, 99)) == (len(STORIES), 0)


def test_rows_of_another_form_are_made_again(told: Transactions) -> None:
    make_lean(told, 1, 99)
    with told() as tx:
        tx.session.execute(update(LeanTranscript).values(form=0, body=b"{}"))

    assert make_lean(told, 1, 99) == len(STORIES)
    assert "您好" in words_kept(told)


def test_the_newest_hearing_counts(transaction: Transactions, services: Services) -> None:
    keep(transaction, [saying("您好")])
    with transaction() as tx:
        tx.session.add(heard(1, saying("再见"), "again"))

    make_lean(transaction, 1, 1)

    assert "再见" in words_kept(transaction) and "您好" not in words_kept(transaction)


def test_words_that_are_erased_are_erased_here_too(transaction: Transactions) -> None:
    keep(transaction, [saying("我的卡号是一二三"), saying("再见")])
    make_lean(transaction, 1, 2)

    with transaction() as tx:
        tx.session.execute(update(TranscriptRow).where(TranscriptRow.recording_id == 1).values(body=saying("***")))
    assert "卡号" not in words_kept(transaction) and "再见" in words_kept(transaction)

    make_lean(transaction, 1, 2)
    assert "***" in words_kept(transaction)

    with transaction() as tx:
        tx.session.execute(delete(TranscriptRow).where(TranscriptRow.recording_id == 2))
    assert "再见" not in words_kept(transaction)
