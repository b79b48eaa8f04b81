"""What half a year says of each rule: it never fails, always fails, or people disagree with it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.reading.findings_view import words
from engine.services import Services
from engine.statistics.interval import Share, share
from models.tables.cases import Case, Held, JudgementRow
from models.tables.recordings import ScoreRun

SPAN = timedelta(days=182)
MOST_RUNS = 20_000
# Below so many calls nothing is said of a rule; 200 calls without a failure: at 95 % fewer than 1.5 in 100 fail.
ENOUGH_CALLS = 200
ENOUGH_REVIEWS = 20
ALWAYS = 0.95
LOW_AGREEMENT = 0.7


class Doubt(StrEnum):
    """Why a rule should be looked over."""

    DEAD = "dead"
    ALWAYS = "always"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One rule over the span. *fails* and *unsure* are shares of the calls it applied to, *agreed* of the reviewed."""

    id: str
    title: Mapping[str, str]
    rulebook: str
    fails: Share | None
    unsure: Share | None
    agreed: Share | None
    doubts: tuple[Doubt, ...]


def rule_evidence(*, actor: Actor, services: Services) -> tuple[RuleRecord, ...]:
    """Every rule that judges now, those to be looked over first."""
    require(actor, Permission.RULES_READ)
    since = services.clock() - SPAN
    with services.transaction.read() as tx:
        versions = services.rulebooks.active_ids(tx)
        runs = tx.session.scalars(
            select(ScoreRun.findings).where(ScoreRun.created_at > since).order_by(ScoreRun.id.desc()).limit(MOST_RUNS)
        )
        seen: Counter[tuple[str, str]] = Counter()
        for findings in runs:
            seen.update({(str(one["rule"]), str(one["verdict"])) for one in findings})
        reviewed = tx.session.execute(
            select(JudgementRow.key, JudgementRow.machine == JudgementRow.reviewed, func.count())
            .join(Case, Case.id == JudgementRow.case_id)
            .where(
                JudgementRow.machine.in_((Held.PASS, Held.FAIL)),
                JudgementRow.reviewed.is_not(None),
                Case.confirmed_at > since,
            )
            .group_by(JudgementRow.key, JudgementRow.machine == JudgementRow.reviewed)
        ).all()
    people: dict[str, dict[bool, int]] = {}
    for key, agreed, count in reviewed:
        people.setdefault(key, {})[bool(agreed)] = count
    records = [
        _record(rule.id, words(rule.title), book.name, seen, people)
        for version in versions
        for book in (services.rulebooks.of(version),)
        for rule in book.rules
    ]
    return tuple(sorted(records, key=lambda one: (-len(one.doubts), one.rulebook, one.id)))


def _record(
    rule_id: str,
    title: Mapping[str, str],
    rulebook: str,
    seen: Mapping[tuple[str, str], int],
    people: Mapping[str, Mapping[bool, int]],
) -> RuleRecord:
    failed, passed, unsure = (seen.get((rule_id, verdict), 0) for verdict in ("fail", "pass", "unsure"))
    agreed = people.get(rule_id, {})
    shares = (
        share(failed, failed + passed),
        share(unsure, failed + passed + unsure),
        share(agreed.get(True, 0), sum(agreed.values())),
    )
    return RuleRecord(rule_id, title, rulebook, *shares, doubts=_doubts(failed, failed + passed, agreed))


def _doubts(failed: int, calls: int, agreed: Mapping[bool, int]) -> tuple[Doubt, ...]:
    doubts = []
    if calls >= ENOUGH_CALLS and failed == 0:
        doubts.append(Doubt.DEAD)
    if calls >= ENOUGH_CALLS and failed >= ALWAYS * calls:
        doubts.append(Doubt.ALWAYS)
    reviewed = sum(agreed.values())
    if reviewed >= ENOUGH_REVIEWS and agreed.get(True, 0) < LOW_AGREEMENT * reviewed:
        doubts.append(Doubt.DISPUTED)
    return tuple(doubts)
