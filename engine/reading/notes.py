"""What the reviewer noted about a call besides the verdicts: comments on it, comments in it, verdicts on sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.access import Actor
from engine.blind import Roster
from engine.reading.spoken import Spoken, spoken
from models.tables.cases import Case, CaseComment
from models.tables.organisation import User
from models.tables.recordings import ScoreRun
from models.tables.reviews import SentenceVerdict
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Note:
    """One note.

    Args:
        at_s: where in the call; None for a comment on the whole of it.
        held: `right` or `wrong`, where the reviewer judged what the machine saw in this sentence; else None.
        role, quote: the sentence, as this reader may see it; empty when the note is about none.
        by: who wrote it; empty for readers who must not know.
    """

    at_s: float | None
    end_s: float | None
    held: str | None
    role: str
    quote: str
    text: str
    by: str = ""


def notes(tx: Transaction, case: Case, actor: Actor, mask: Roster, *, with_authors: bool = False) -> tuple[Note, ...]:
    """Every note on *case*, in the order of the call, those on the whole of it first.

    Args:
        mask: names that *actor* must not meet, in comments and in sentences.
        with_authors: say who wrote each.
    """
    said = spoken(tx, tx.session.get_one(ScoreRun, case.score_run_id).transcript_id, actor)
    comments = tx.session.execute(
        select(CaseComment, User.name)
        .join(User, User.id == CaseComment.by_id)
        .where(CaseComment.case_id == case.id)
        .order_by(CaseComment.id)
    ).all()
    verdicts = tx.session.execute(
        select(SentenceVerdict, User.name)
        .join(User, User.id == SentenceVerdict.by_id)
        .where(SentenceVerdict.case_id == case.id)
        .order_by(SentenceVerdict.utterance)
    ).all()
    found = [_comment(row, name if with_authors else "", said, mask) for row, name in comments]
    found += [_verdict(row, name if with_authors else "", said, mask) for row, name in verdicts]
    return tuple(sorted(found, key=lambda note: -1.0 if note.at_s is None else note.at_s))


def _comment(row: CaseComment, by: str, said: Spoken, mask: Roster) -> Note:
    sentence = _sentence(said, row.utterance)
    return Note(
        at_s=row.at_s if row.at_s is not None else _start_s(sentence),
        end_s=float(sentence["end_s"]) if sentence else row.at_s,
        held=None,
        role=str(sentence["role"]) if sentence else "",
        quote=mask.mask(str(sentence["text"])) if sentence else "",
        text=mask.mask(said.text(row.text)),
        by=by,
    )


def _verdict(row: SentenceVerdict, by: str, said: Spoken, mask: Roster) -> Note:
    sentence = _sentence(said, row.utterance)
    return Note(
        at_s=_start_s(sentence),
        end_s=float(sentence["end_s"]) if sentence else None,
        held=row.held.value,
        role=str(sentence["role"]) if sentence else "",
        quote=mask.mask(str(sentence["text"])) if sentence else "",
        text="",
        by=by,
    )


def _sentence(said: Spoken, utterance: int | None) -> Mapping[str, Any] | None:
    if utterance is None:
        return None
    return next((one for one in said.body["utterances"] if int(one["id"]) == utterance), None)


def _start_s(sentence: Mapping[str, Any] | None) -> float | None:
    return float(sentence["start_s"]) if sentence else None
