"""From findings to what a case keeps of them: the run, and one row per judgement."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from models.tables.cases import Held, JudgementKind, JudgementRow
from models.tables.recordings import ScoreRun, TranscriptRow
from models.transaction import Transaction
from rules.finding import Finding
from rules.form import Scorecard
from rules.report import evidence_json, finding_json, score_json
from rules.scorecard import judgements_of, not_asked
from rules.scorecard import score as total


def latest_transcript(tx: Transaction, recording_id: int) -> TranscriptRow:
    """The newest hearing of a recording."""
    return tx.session.scalars(
        select(TranscriptRow)
        .where(TranscriptRow.recording_id == recording_id)
        .order_by(TranscriptRow.id.desc())
        .limit(1)
    ).one()


def keep_run(
    tx: Transaction,
    heard: TranscriptRow,
    version_id: int,
    scorecards: Iterable[Scorecard],
    findings: tuple[Finding, ...],
    now: datetime,
) -> ScoreRun | None:
    """Keep what a version of a rulebook found in a transcript; None where it was judged by it before."""
    known = tx.session.scalar(
        select(ScoreRun.id).where(ScoreRun.transcript_id == heard.id, ScoreRun.rulebook_version_id == version_id)
    )
    if known is not None:
        return None
    run = ScoreRun(
        recording_id=heard.recording_id,
        transcript_id=heard.id,
        rulebook_version_id=version_id,
        findings=[finding_json(finding) for finding in findings],
        scores=[score_json(total(card, judgements_of(card, findings))) for card in scorecards],
        created_at=now,
    )
    tx.session.add(run)
    tx.session.flush()
    return run


def judgement_rows(scorecard: Scorecard, findings: dict[str, Finding]) -> Iterable[JudgementRow]:
    """One row per rule that applied and per manual question, in the order of the form.

    A question whose prerequisite does not hold is not applicable, as far as the machine can see.
    """
    verdicts = {rule: finding.verdict for rule, finding in findings.items()}
    off = {one.key for one in not_asked(scorecard, scorecard.items(), verdicts)}
    left = dict(findings)
    for item in scorecard.items():
        for rule_id in item.rules:
            finding = left.pop(rule_id, None)
            if finding is not None:
                yield JudgementRow(
                    key=rule_id,
                    kind=JudgementKind.RULE,
                    item_id=item.id,
                    machine=Held(finding.verdict.value),
                    machine_points=finding.points,
                    machine_hits=finding.hits,
                    evidence=[evidence_json(one) for one in finding.evidence],
                )
        if item.manual is not None:
            yield JudgementRow(
                key=item.id,
                kind=JudgementKind.MANUAL,
                item_id=item.id,
                machine=Held.NOT_APPLICABLE if item.id in off else None,
                machine_points=0.0,
                machine_hits=0,
                evidence=[],
            )
