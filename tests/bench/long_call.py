"""A waiting review made as long as one likes: many utterances, many findings, noise of that length."""

import tempfile
import wave
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

from models.database import Database
from models.migrate import upgrade
from models.tables.cases import Held, JudgementKind, JudgementRow
from models.tables.recordings import ScoreRun, TranscriptRow
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from tests.support.seed import House, furnished

RATE_HZ, PEAKS_PER_S = 8000, 20


@dataclass(frozen=True, slots=True)
class Length:
    """How much there is of a call."""

    length_s: float
    utterances: int
    findings: int


TEN_MINUTES = Length(600.0, 120, 40)
TWO_HOURS = Length(7200.0, 1440, 40)


@contextmanager
def furnished_house() -> Iterator[House]:
    """A house with cases in every state, for as long as the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'callqc.db'}"
        with closing(Database(url)) as database:
            upgrade(database)
        yield furnished(Path(folder), url)


def lengthen(made: House, length: Length) -> str:
    """Make one waiting call of the inspector that long; returns the id under which it is reviewed."""
    with made.services.transaction() as tx:
        assignment = tx.session.scalars(
            select(Assignment)
            .where(
                Assignment.inspector_id == made.people["inspector"].user_id,
                Assignment.kind == AssignmentKind.REVIEW,
                Assignment.state == AssignmentState.OPEN,
            )
            .order_by(Assignment.id)
            .limit(1)
        ).one()
        assignment.opened_at = made.clock()
        case = assignment.case
        case.recording.duration_s = length.length_s
        noise = _noise(made.services.settings.data_dir / "long.wav", length)
        case.recording.playable_sha256 = made.services.storage.put(noise)
        heard = tx.session.get_one(TranscriptRow, tx.session.get_one(ScoreRun, case.score_run_id).transcript_id)
        heard.body = _said(heard.body, length)
        heard.peaks = _peaks(length)
        rows = tx.session.scalars(select(JudgementRow).where(JudgementRow.case_id == case.id)).all()
        rules = [row for row in rows if row.kind is JudgementKind.RULE][: length.findings]
        for place, row in enumerate(rules):
            row.machine, row.machine_hits = Held.FAIL, 1
            row.evidence = [_proof(1 + place * length.utterances // len(rules), length)]
        return assignment.public_id


def _said(body: dict[str, Any], length: Length) -> dict[str, Any]:
    said, step_s = body["utterances"], length.length_s / length.utterances
    turns = [
        {**said[place % len(said)], "id": place + 1, "start_s": place * step_s, "end_s": (place + 0.8) * step_s}
        for place in range(length.utterances)
    ]
    silences = [{"start_s": at, "end_s": at + 20.0, "after": "agent"} for at in np.arange(100, length.length_s, 300)]
    return {**body, "utterances": turns, "timeline": {**body["timeline"], "silences": silences}}


def _peaks(length: Length) -> dict[str, Any]:
    count = int(length.length_s * PEAKS_PER_S)
    outline = np.random.default_rng(1).random(count).round(3)
    turn = (np.arange(count) // (PEAKS_PER_S * 5)) % 2
    channels = [(outline * (turn == lane)).tolist() for lane in (0, 1)]
    return {"rate_hz": PEAKS_PER_S, "duration_s": length.length_s, "channels": channels}


def _noise(path: Path, length: Length) -> Path:
    """Quiet noise on two channels, telephone rate."""
    shape = (int(length.length_s * RATE_HZ), 2)
    samples = np.random.default_rng(1).integers(-300, 300, size=shape, dtype=np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return path


def _proof(utterance: int, length: Length) -> dict[str, Any]:
    step_s = length.length_s / length.utterances
    start_s = (utterance - 1) * step_s
    return {
        "utterances": [utterance],
        "start_s": start_s,
        "end_s": start_s + step_s * 0.8,
        "chars": [0, 2],
        "quote": "您好",
        "why": "",
        "window": False,
    }
