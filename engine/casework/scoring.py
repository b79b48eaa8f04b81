"""The score of a case, computed from what is held of each judgement and kept as a version."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from models.tables.cases import Case, CaseScore, Held, JudgementRow, ScoreKind
from models.transaction import Transaction
from rules.effect import Effect
from rules.finding import Verdict
from rules.report import score_json
from rules.rulebook import Rulebook
from rules.scorecard import Judgement, Score, score

_VERDICTS = {Held.PASS: Verdict.PASS, Held.FAIL: Verdict.FAIL, Held.UNSURE: Verdict.UNSURE}


def held_as(key: str, held: Held | None, hits: int, points: float | None) -> Judgement:
    """A row of the database in the words of the rule engine. *points* that a person gave are for all hits together."""
    return Judgement(
        key=key,
        verdict=_VERDICTS.get(held) if held is not None else None,
        hits=max(1, hits) if points is None else 1,
        not_applicable=held is Held.NOT_APPLICABLE,
        points=points,
    )


def machine_judgements(rows: Iterable[JudgementRow]) -> tuple[Judgement, ...]:
    """What the machine holds of every row."""
    return tuple(held_as(row.key, row.machine, row.machine_hits, None) for row in rows)


def reviewed_judgements(rows: Iterable[JudgementRow]) -> tuple[Judgement, ...]:
    """What the review holds of every row."""
    return tuple(held_as(row.key, row.reviewed, reviewed_hits(row), row.reviewed_points) for row in rows)


def standing_judgements(rows: Iterable[JudgementRow]) -> tuple[Judgement, ...]:
    """What is held of every row now: the final word where there is one, else the review."""
    return tuple(held_as(row.key, standing(row)[0], reviewed_hits(row), standing(row)[1]) for row in rows)


def standing(row: JudgementRow) -> tuple[Held | None, float | None]:
    """What is held now, and what it costs where that was said: the last final word, else the review."""
    return (row.final, row.final_points) if row.final is not None else (row.reviewed, row.reviewed_points)


def reviewed_hits(row: JudgementRow) -> int:
    """How often it happened: what the machine counted where it was right, else the spans a person added."""
    if row.machine is Held.FAIL:
        return row.machine_hits + len(row.reviewed_evidence)
    return max(1, len(row.reviewed_evidence))


def score_of(rulebook: Rulebook, case: Case, judgements: Iterable[Judgement], adjustment: float = 0.0) -> Score:
    """Rules of the scorecard that the case has no judgement of did not apply to the call."""
    scorecard = rulebook.scorecard(case.scorecard)
    own = {row.key: row.machine_points for row in case.judgements if row.machine is Held.FAIL and row.machine_points}
    judged = {one.key: _with_own_points(one, scorecard.effects.get(one.key), own) for one in judgements}
    absent = (Judgement(key, None, 0, not_applicable=True) for key in scorecard.rule_ids() if key not in judged)
    return score(scorecard, (*judged.values(), *absent), adjustment)


def _with_own_points(judgement: Judgement, effect: Effect | None, own: Mapping[str, float]) -> Judgement:
    """A script says itself what its missing steps cost; where people agree with it, its points count."""
    says_itself = effect is not None and not effect.points and judgement.points is None
    if not says_itself or judgement.key not in own:
        return judgement
    return replace(judgement, points=own[judgement.key], hits=1)


def keep_score(tx: Transaction, case: Case, kind: ScoreKind, result: Score, now: datetime) -> None:
    """Append *result* as the next version of the case's score."""
    newest = tx.session.scalar(select(func.max(CaseScore.number)).where(CaseScore.case_id == case.id)) or 0
    tx.session.add(
        CaseScore(
            case_id=case.id,
            number=newest + 1,
            kind=kind,
            total=result.total,
            maximum=result.maximum,
            outcome=result.outcome.value,
            body=score_json(result),
            created_at=now,
        )
    )


def standing_score(tx: Transaction, case: Case) -> float | None:
    """The newest score of the case, whatever made it."""
    return tx.session.scalar(
        select(CaseScore.total).where(CaseScore.case_id == case.id).order_by(CaseScore.number.desc()).limit(1)
    )


def not_lower(before: float | None, result: Score) -> Score:
    """*result* with the total of *before* where that was higher: contesting never costs the agent anything."""
    if before is None or result.total is None:
        return result
    return replace(result, total=max(before, result.total))
