"""Turning an inspector's draft into what is held of a case, with a modification record for every change."""

from datetime import datetime

from engine.access import Actor
from engine.errors import Refused
from engine.review_draft import ReviewDraft, VerdictDraft
from models.tables.cases import Case, CaseComment, Held, JudgementKind, JudgementRow, Mark, Modification
from models.tables.reviews import SentenceVerdict
from models.transaction import Transaction
from rules.form import Scorecard


def needs_verdict(row: JudgementRow) -> bool:
    """A person must say something of every failure, every doubt, and every question that the call gives rise to."""
    asked = row.kind is JudgementKind.MANUAL and row.machine is not Held.NOT_APPLICABLE
    return asked or row.machine in (Held.FAIL, Held.UNSURE)


def is_change(row: JudgementRow, verdict: VerdictDraft) -> bool:
    """True when a person contradicts a verdict that the machine was sure of, or lets it cost something else."""
    contradicts = row.machine in (Held.PASS, Held.FAIL) and verdict.held not in (None, row.machine)
    return contradicts or verdict.points is not None


def needs_reason(row: JudgementRow, verdict: VerdictDraft, *, bonus: bool = False) -> bool:
    """A change says why, and so does every loss that no machine can show. A bonus not earned is no loss."""
    own_loss = row.kind is JudgementKind.MANUAL and verdict.held is Held.FAIL and not bonus
    set_aside = verdict.held is Held.NOT_APPLICABLE and row.machine is not Held.NOT_APPLICABLE
    return is_change(row, verdict) or own_loss or set_aside


def check_complete(case: Case, draft: ReviewDraft, scorecard: Scorecard) -> None:
    """Raises:
    Refused: `verdict_missing`, `verdict_unsure`, `reason_missing`, `span_missing`, `points_invalid` or
        `unknown_item`, with the key of the judgement in `where`.
    """
    bonus = {item.id for item in scorecard.items() if item.bonus}
    rows = {row.key: row for row in case.judgements}
    for key in draft.verdicts:
        if key not in rows:
            raise Refused("unknown_item", where=key)
    for row in case.judgements:
        verdict = draft.verdicts.get(row.key)
        if verdict is None or verdict.held is None:
            if needs_verdict(row):
                raise Refused("verdict_missing", where=row.key)
            continue
        if verdict.held is Held.UNSURE:
            raise Refused("verdict_unsure", where=row.key)
        on_bonus = row.item_id in bonus
        if verdict.points is not None and not _is_possible(verdict, bonus=on_bonus):
            raise Refused("points_invalid", where=row.key)
        if needs_reason(row, verdict, bonus=on_bonus) and not verdict.comment.strip():
            raise Refused("reason_missing", where=row.key)
        if row.machine is Held.PASS and verdict.held is Held.FAIL and not verdict.spans:
            raise Refused("span_missing", where=row.key)
    if draft.adjustment and draft.adjustment.points and not draft.adjustment.reason.strip():
        raise Refused("reason_missing", where="adjustment")


def _is_possible(verdict: VerdictDraft, *, bonus: bool) -> bool:
    """Points belong to a failure and take off; on a bonus item, to what was earned, and add."""
    assert verdict.points is not None
    if bonus:
        return verdict.held is Held.PASS and verdict.points >= 0
    return verdict.held is Held.FAIL and verdict.points <= 0


def apply_draft(tx: Transaction, case: Case, draft: ReviewDraft, actor: Actor, now: datetime) -> None:
    """Write what *draft* says into the case: judgements, marks, comments, sentence verdicts, modification records."""
    for row in case.judgements:
        verdict = draft.verdicts.get(row.key) or VerdictDraft()
        row.reviewed = verdict.held or row.machine
        row.reviewed_points = verdict.points
        row.review_comment = verdict.comment.strip() or None
        row.reviewed_evidence = [span.model_dump() for span in verdict.spans]
        if row.reviewed is not row.machine:
            record(tx, case, actor, now, row.key, row.machine, row.reviewed, verdict.comment)
        if verdict.points is not None:
            record(tx, case, actor, now, row.key, row.reviewed, row.reviewed, verdict.comment, points=verdict.points)
    if draft.adjustment and draft.adjustment.points:
        points = f"{draft.adjustment.points:+g}"
        tx.session.add(
            Modification(
                case_id=case.id,
                actor_id=actor.user_id,
                at=now,
                field="adjustment",
                old="0",
                new=points,
                why=draft.adjustment.reason,
            )
        )
    for kind in dict.fromkeys(draft.marks):
        tx.session.add(Mark(case_id=case.id, kind=kind, by_id=actor.user_id, at=now))
    if draft.comment.strip():
        tx.session.add(CaseComment(case_id=case.id, by_id=actor.user_id, at=now, text=draft.comment.strip()))
    for remark in draft.remarks:
        tx.session.add(
            CaseComment(
                case_id=case.id,
                by_id=actor.user_id,
                at=now,
                at_s=remark.at_s,
                utterance=remark.utterance,
                text=remark.text,
            )
        )
    for utterance, verdict_on in sorted(draft.sentence_verdicts.items()):
        tx.session.add(
            SentenceVerdict(case_id=case.id, by_id=actor.user_id, at=now, utterance=utterance, held=verdict_on)
        )


def record(
    tx: Transaction,
    case: Case,
    actor: Actor,
    now: datetime,
    field: str,
    old: Held | None,
    new: Held | None,
    why: str,
    *,
    points: float | None = None,
) -> None:
    """One modification record: who changed what, from what to what, and why. *points*: where only the cost changed."""
    held = new.value if new else None
    tx.session.add(
        Modification(
            case_id=case.id,
            actor_id=actor.user_id,
            at=now,
            field=field,
            old=old.value if old else None,
            new=held if points is None else f"{points:+g}",
            why=why,
        )
    )
