"""The moments of a call that an entry of the case library is about: what was said there, and its sound."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from engine.casework.anonymising import Anonymous
from engine.reading.appeal_story import title_of
from engine.reading.findings_view import Words, words
from engine.services import Services
from models.tables.cases import Case, CaseComment, Held, JudgementKind, JudgementRow, Mark, MarkKind
from models.tables.recordings import ScoreRun
from models.transaction import Transaction
from rules.rulebook import Rulebook

# As the player of a result: three seconds before and after.
MARGIN_S = 3.0
# A window that was searched may be the whole call; what is learned from it is learned from its beginning.
LONGEST_S = 45.0
MOST = 12


@dataclass(frozen=True, slots=True)
class SaidLine:
    role: str
    start_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One clip. *number* is its name; *title* is None for a remark that belongs to no rule."""

    number: int
    start_s: float
    end_s: float
    title: Words | None
    reason: Words | None
    held: str | None
    comment: str
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    start_s: float
    end_s: float
    row: JudgementRow | None
    comment: str


def moments(tx: Transaction, case: Case, hidden: Anonymous, services: Services) -> tuple[Moment, ...]:
    """In order of time; the same case always gives the same numbers."""
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    places = sorted(_places(tx, case), key=lambda one: (one.start_s, one.end_s, one.row.id if one.row else 0))
    return tuple(
        _moment(number, place, case, rulebook, hidden, case.recording.duration_s or place.end_s + MARGIN_S)
        for number, place in enumerate(places[:MOST], start=1)
    )


def _places(tx: Transaction, case: Case) -> Iterator[_Place]:
    marks = set(tx.session.scalars(select(Mark.kind).where(Mark.case_id == case.id)))
    for row in case.judgements:
        held = row.final or row.reviewed
        shown = held is Held.FAIL or (held is Held.PASS and MarkKind.POSITIVE in marks and row.machine_hits > 0)
        if shown:
            comment = row.review_comment or ""
            yield from (_Place(*span, row, comment) for span in _spans(row, held is Held.FAIL))
    for remark in tx.session.scalars(
        select(CaseComment)
        .where(CaseComment.case_id == case.id, CaseComment.at_s.is_not(None))
        .order_by(CaseComment.id)
    ):
        at_s = float(remark.at_s or 0.0)
        yield _Place(at_s, at_s + MARGIN_S, None, remark.text)


def _spans(row: JudgementRow, failed: bool) -> Iterable[tuple[float, float]]:
    """Where it is heard, each place once; the machine's places only where people agree with the machine."""
    agreed = row.machine is (Held.FAIL if failed else Held.PASS)
    found = [*(row.evidence if agreed else ()), *row.reviewed_evidence]
    places: list[tuple[float, float]] = []
    for start_s, end_s in sorted((float(one["start_s"]), float(one["end_s"])) for one in found):
        # Two places that share their seconds, once each is heard with its margin, are one clip.
        if places and start_s < places[-1][1] + MARGIN_S:
            places[-1] = (places[-1][0], max(places[-1][1], end_s))
        else:
            places.append((start_s, end_s))
    return places


def _moment(number: int, place: _Place, case: Case, rulebook: Rulebook, hidden: Anonymous, duration_s: float) -> Moment:
    row = place.row
    start_s = max(0.0, place.start_s - MARGIN_S)
    end_s = min(duration_s, place.end_s + MARGIN_S, start_s + LONGEST_S)
    held = (row.final or row.reviewed) if row else None
    return Moment(
        number=number,
        start_s=round(start_s, 2),
        end_s=round(max(start_s, end_s), 2),
        title=title_of(row, case, rulebook) if row else None,
        reason=words(rulebook.rule(row.key).why) if row and row.kind is JudgementKind.RULE else None,
        held=held.value if held else None,
        comment=hidden.people.text(place.comment),
        lines=tuple(
            SaidLine(said.role.value, said.start_s, said.text)
            for said in hidden.utterances
            if said.start_s < end_s and said.end_s > start_s
        ),
    )
