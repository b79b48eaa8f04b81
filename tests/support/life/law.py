"""What must hold of a case whatever happened to it, written down once more and not asked of the code under test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from models.tables.appeals import Appeal, AppealState, Decision, Side
from models.tables.audit import AuditRow
from models.tables.cases import Case, CaseScore, Held, JudgementRow
from models.tables.organisation import Conflict
from models.tables.reviews import (
    Adjustment,
    Approval,
    ApprovalKind,
    ApprovalState,
    Assignment,
    AssignmentKind,
    AssignmentState,
)
from models.transaction import Transaction

# state, event -> who, state: the life of a case as product and docs/life-cycle.md tell it.
LAW: Mapping[tuple[str, str], tuple[set[str], str]] = {
    ("machine_scored", "route"): ({"system"}, "in_review"),
    ("in_review", "confirm"): ({"inspector"}, "confirmed"),
    ("confirmed", "release"): ({"system", "qc_lead"}, "released"),
    ("released", "acknowledge"): ({"agent"}, "final"),
    ("released", "deadline_passed"): ({"clock"}, "final"),
    ("released", "correct"): ({"qc_lead"}, "released"),
    ("released", "appeal"): ({"agent", "team_leader"}, "appealed"),
    ("appealed", "withdraw"): ({"agent", "team_leader"}, "released"),
    ("appealed", "inspector_opinion"): ({"inspector"}, "appealed"),
    ("appealed", "team_leader_opinion"): ({"team_leader"}, "appealed"),
    ("appealed", "opinions_complete"): ({"system", "clock"}, "adjudication"),
    ("adjudication", "decide"): ({"qc_lead"}, "final"),
    ("final", "appeal_again"): ({"agent"}, "appealed"),
    ("final", "reopen"): ({"admin"}, "adjudication"),
    ("in_review", "reassign"): ({"qc_lead"}, "in_review"),
    ("appealed", "reassign"): ({"qc_lead"}, "appealed"),
}
MAXIMUM = 50.0
# What a failure of the desk's call costs; a fatal rule and the bonus aside.
COSTS = {"GREET-01": 2, "BAN-01": 4, "CALM-01": 3, "STEP-01": 2.5, "warmth": 4, "solving": 6, "HAND-01": 1}
RELEASED = {"released", "appealed", "adjudication", "final"}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was written about one case."""

    case: Case
    rows: Sequence[JudgementRow]
    moves: Sequence[AuditRow]
    appeals: Sequence[Appeal]
    work: Sequence[Assignment]
    approvals: Sequence[Approval]
    adjustment: float
    conflicts: frozenset[int]
    scores: tuple[tuple[int, float | None], ...]

    def reviewers(self) -> set[int]:
        reviews = [one for one in self.work if one.kind is AssignmentKind.REVIEW]
        return {one.inspector_id for one in reviews if one.state is AssignmentState.DONE}

    def result(self) -> tuple[object, ...]:
        """What is final, which nothing may touch while no event is told of."""
        return (len(self.moves), self.case.final_score, *((row.final, row.final_points) for row in self.rows))


def facts_of(tx: Transaction, case_id: int) -> Facts:
    case = tx.session.get_one(Case, case_id)

    def about(table: type) -> list:
        return list(tx.session.scalars(select(table).where(table.case_id == case_id).order_by(table.id)))

    told = tx.session.scalars(select(AuditRow).where(AuditRow.subject == f"case:{case_id}").order_by(AuditRow.number))
    approvals = about(Approval)
    granted = {one.id for one in approvals if one.state is ApprovalState.GRANTED}
    adjustments = [one for one in about(Adjustment) if one.approval_id is None or one.approval_id in granted]
    return Facts(
        case=case,
        rows=about(JudgementRow),
        moves=[row for row in told if row.action.startswith("case.") and row.old is not None],
        appeals=about(Appeal),
        work=about(Assignment),
        approvals=approvals,
        adjustment=sum(one.points for one in adjustments),
        conflicts=frozenset(
            tx.session.scalars(select(Conflict.inspector_id).where(Conflict.agent_id == case.agent_id))
        ),
        scores=tuple((one.number, one.total) for one in about(CaseScore)),
    )


def check(facts: Facts, *, different_inspector: bool = True) -> None:
    """Raises AssertionError with the law that was broken.

    Args:
        different_inspector: the setting; without it whoever reviewed may be asked for the opinion as well.
    """
    _every_change_is_lawful_and_told(facts)
    _state_and_appeals_agree(facts)
    _work_fits_the_state(facts)
    if different_inspector:
        _nobody_judges_their_own_review(facts)
    for place, appeal in enumerate(facts.appeals):
        _nobody_acts_twice(facts, appeal, facts.appeals[:place])
        _appeal_was_handled_in_time(facts, appeal)
    _two_persons(facts)
    _scores_follow(facts)


def _every_change_is_lawful_and_told(facts: Facts) -> None:
    assert facts.case.version == len(facts.moves), "a change of state without its audit row, or the other way round"
    for row in facts.moves:
        event = row.action.removeprefix("case.")
        assert (row.old, event) in LAW, f"{row.old} {event} is no law"
        who, to = LAW[row.old, event]
        assert row.acting_as in who and row.new == to, f"{row.acting_as} made {row.old} {event} {row.new}"
        assert (row.actor_id is None) == (row.acting_as in {"system", "clock"}), "nobody was told of"
    for before, after in pairwise(facts.moves):
        assert before.new == after.old, f"the road has a gap: {before.new}, {after.old}"
    assert facts.moves[-1].new == facts.case.state.value


def _state_and_appeals_agree(facts: Facts) -> None:
    state = facts.case.state.value
    open_ = [one for one in facts.appeals if one.state is AppealState.OPEN]
    deciding = [one for one in facts.appeals if one.state is AppealState.ADJUDICATION]
    assert len(open_) == (state == "appealed"), "open appeals do not fit the state"
    assert len(deciding) == (state == "adjudication"), "undecided appeals do not fit the state"
    assert (facts.case.finalized_at is not None) == (state == "final") == (facts.case.final_score is not None)
    if state in RELEASED:
        asked = [one for one in facts.approvals if one.kind is ApprovalKind.ADJUSTMENT]
        assert all(one.state is not ApprovalState.ASKED for one in asked), "released before its adjustment was settled"


def _work_fits_the_state(facts: Facts) -> None:
    state = facts.case.state.value
    for kind, at in ((AssignmentKind.REVIEW, "in_review"), (AssignmentKind.OPINION, "appealed")):
        open_ = [one for one in facts.work if one.kind is kind and one.state is AssignmentState.OPEN]
        assert len(open_) <= (state == at), f"open {kind} in {state}"
        assert all(one.inspector_id not in facts.conflicts for one in open_), "work for somebody in conflict"


def _nobody_judges_their_own_review(facts: Facts) -> None:
    opinions = [one for one in facts.work if one.kind is AssignmentKind.OPINION]
    asked = {one.inspector_id for one in opinions if one.state is not AssignmentState.RECALLED}
    assert not asked & facts.reviewers(), "the reviewer is asked for an opinion on their own review"


def _nobody_acts_twice(facts: Facts, appeal: Appeal, earlier: Sequence[Appeal]) -> None:
    authors = {one.side: one.author_id for one in appeal.opinions if one.author_id is not None}
    others = facts.reviewers() - {authors.get(Side.INSPECTOR)}
    parts = [appeal.filed_by_id, appeal.decided_by_id, *authors.values(), *others]
    known = [person for person in parts if person is not None]
    assert len(known) == len(set(known)), "somebody acts in two roles on one appeal"
    before = {one.decided_by_id for one in earlier} | {
        opinion.author_id for one in earlier for opinion in one.opinions if opinion.side is Side.INSPECTOR
    }
    new = {appeal.decided_by_id, authors.get(Side.INSPECTOR)} - {None}
    assert not new & before, "a further round has the people of an earlier one"


def _appeal_was_handled_in_time(facts: Facts, appeal: Appeal) -> None:
    given = [one for one in appeal.opinions if not one.absent]
    assert len({one.side for one in appeal.opinions}) == len(appeal.opinions), "one side spoke twice"
    assert all(one.given_at <= appeal.opinions_due_at for one in given), "an opinion after its time"
    if appeal.state is AppealState.WITHDRAWN:
        assert not appeal.opinions, "withdrawn after an opinion"
    if appeal.state is AppealState.DECIDED:
        assert {one.side for one in appeal.opinions} == set(Side), "decided before both were in or absent"
        assert all(item.decision and item.reason_code and item.decision_note for item in appeal.items)


def _two_persons(facts: Facts) -> None:
    for one in facts.approvals:
        assert one.state is ApprovalState.ASKED or one.decided_by_id not in (None, one.asked_by_id), "one person twice"


def _scores_follow(facts: Facts) -> None:
    case = facts.case
    for total in (case.preliminary_score, case.reviewed_score, case.final_score):
        assert total is None or 0 <= total <= MAXIMUM, f"a score of {total}"
    if case.state.value == "final" and all(row.final is not Held.NOT_APPLICABLE for row in facts.rows):
        assert case.final_score == score_by_hand(facts), "the final score does not follow from the items"


def score_by_hand(facts: Facts) -> float:
    lost = sum(_cost(row) for row in facts.rows if row.final is Held.FAIL)
    return round(max(0.0, min(MAXIMUM, MAXIMUM - lost + facts.adjustment)), 2)


def _cost(row: JudgementRow) -> float:
    return -row.final_points if row.final_points is not None else COSTS.get(row.key, 0.0)


def may_appeal(facts: Facts, now: datetime, login: str, keys: Sequence[str], rounds: int) -> bool:
    """Whether the law lets *login* appeal about *keys* now."""
    case = facts.case
    decided = any(one.state is AppealState.DECIDED for one in facts.appeals)
    who = {"released": {"agent8001", "leader1"}, "final": {"agent8001"} if decided else set()}
    failed = {row.key for row in facts.rows if (row.final or row.reviewed) is Held.FAIL}
    return (
        login in who.get(case.state.value, set())
        and now <= case.appeal_until
        and case.appeal_rounds < rounds
        and set(keys) <= failed
    )


def decision_is_possible(decision: Decision, points: float | None) -> bool:
    """A partial decision about something that costs two points or more."""
    return decision is not Decision.PARTIAL or (points is not None and -2 <= points <= 0)
