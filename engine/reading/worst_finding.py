"""The one finding of a case that a list shows: the gravest of what the machine holds against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine.reading.findings_view import Words, gravest, words
from engine.services import Services
from models.tables.cases import Case, Held, JudgementRow
from models.tables.recordings import ScoreRun
from models.transaction import Transaction
from rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class WorstFinding:
    title: Words
    severity: str
    held: str
    suspected: bool


def worst_findings(tx: Transaction, cases: Iterable[Case], services: Services) -> Mapping[int, WorstFinding]:
    """Per case, the gravest of what the machine holds against it; doubts only where nothing failed."""
    by_id = {one.id: one for one in cases}
    runs = {
        run.id: run
        for run in tx.session.scalars(
            select(ScoreRun).where(ScoreRun.id.in_({one.score_run_id for one in by_id.values()}))
        )
    }
    rows = tx.session.scalars(
        select(JudgementRow)
        .where(JudgementRow.case_id.in_(by_id), JudgementRow.machine.in_((Held.FAIL, Held.UNSURE)))
        .order_by(JudgementRow.id)
    )
    against: dict[int, list[JudgementRow]] = {}
    for row in rows:
        against.setdefault(row.case_id, []).append(row)
    return {
        case_id: _gravest(found, services.rulebooks.of(runs[by_id[case_id].score_run_id].rulebook_version_id))
        for case_id, found in against.items()
    }


def _gravest(rows: list[JudgementRow], rulebook: Rulebook) -> WorstFinding:
    failed = [row for row in rows if row.machine is Held.FAIL] or rows
    severity = gravest(rulebook.rule(row.key).severity for row in failed)
    worst = next(row for row in failed if rulebook.rule(row.key).severity is severity)
    rule = rulebook.rule(worst.key)
    return WorstFinding(
        title=words(rule.title),
        severity=rule.severity.value,
        held=worst.machine.value if worst.machine else Held.UNSURE.value,
        suspected=worst.machine is Held.UNSURE,
    )
