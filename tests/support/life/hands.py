"""What the rules of a life are told in: what is written now, who has what in hand, and trying something."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from engine.casework.opinions import OpinionGiven
from engine.errors import Expected
from models.lifecycle import IllegalTransition, State, WrongActor
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState, Stance
from models.tables.reviews import Approval, ApprovalState, Assignment, AssignmentKind, AssignmentState
from tests.support.desk import Desk
from tests.support.life import law
from tests.support.life.law import Facts
from tests.support.life.terms import Terms

# What is written in the opinions, and must not be read too early.
SAID = {"inspector": "质检员的密语", "team_leader": "班长的密语"}
# Events after which the agent has the whole time to appeal; a decision gives it only while rounds are left.
RENEWING = {"release", "auto_release", "correct", "decide"}


class Hands(RuleBasedStateMachine):
    """A case, and everybody around it. Subclasses say what may happen."""

    open_at: Callable[..., Desk]
    do: SimpleNamespace
    starts: Sequence[State]
    worlds: Sequence[Terms]

    begun = False

    def start(self, state: State, terms: Terms) -> None:
        self.terms = terms
        self.desk = type(self).open_at(state, **terms.settings)
        self.clock, self.case_row_id = self.desk.clock, self.desk.case.id
        if state is State.IN_REVIEW:
            self.clock.forward(hours=terms.later_h)
        self.known: Facts | None = None
        self.special_days: dict[date, bool] = {}
        self.best_final = 0.0
        self.last_final: tuple[object, ...] = ()
        # The desk was brought to *state* under the plain terms; from here on the terms are the life's own.
        self.scores_seen = self.facts().scores
        self.begun = True

    def attempt(self, act: Callable[[], object], allowed: bool | None = None) -> bool:
        """Try; what is refused changes nothing. *allowed*: what the law says of it, where it says anything."""
        before, told = self.facts(), None
        try:
            act()
        except (Expected, IllegalTransition, WrongActor) as error:
            told = error
        self.known = None
        assert told is None or allowed is not True, f"refused what is allowed: {told}"
        assert told is None or len(self.facts().moves) == len(before.moves), "refused, and yet something moved"
        assert told is not None or allowed is not False, "what is not allowed was done"
        self.check_deadline(before)
        return told is None

    def check_deadline(self, before: Facts) -> None:
        """Since *before* the end of the time to appeal moved only where it may, and to where the calendar says."""
        after = self.facts()
        events = {row.action.removeprefix("case.") for row in after.moves[len(before.moves) :]}
        until, old = after.case.appeal_until, before.case.appeal_until
        assert until == old or events & RENEWING, "the deadline moved by itself"
        if until != old or "release" in events:
            due = self.terms.deadline(self.clock(), self.special_days)
            assert until == due, f"the deadline is {until}, the calendar says {due}"

    def facts(self) -> Facts:
        """What is written now; read once until somebody tries something."""
        if self.known is None:
            with self.desk.services.transaction.read() as tx:
                self.known = law.facts_of(tx, self.case_row_id)
        return self.known

    def case_id(self) -> str:
        return self.facts().case.public_id

    def is_at(self, *states: str) -> bool:
        return self.begun and self.facts().case.state.value in states

    def id_of(self, login: str) -> int:
        return self.desk.house.people[login].user_id

    def inspector(self, login: str) -> dict[str, Any]:
        return self.desk.as_(login, StaffRole.INSPECTOR)

    def work(self, kind: AssignmentKind | None) -> Assignment | None:
        open_ = [one for one in self.facts().work if one.state is AssignmentState.OPEN]
        return next((one for one in open_ if kind in (None, one.kind)), None)

    def holder(self, kind: AssignmentKind) -> str:
        work = self.work(kind)
        return self.desk.house.login_of(work.inspector_id) if work else "inspector"

    def public(self, work: Assignment | None) -> str:
        return work.public_id if work else "none"

    def asked(self) -> Approval | None:
        if not self.begun:
            return None
        return next((one for one in self.facts().approvals if one.state is ApprovalState.ASKED), None)

    def open_appeal(self) -> Appeal:
        return next(one for one in self.facts().appeals if one.state is AppealState.OPEN)

    def opinions(self, one: Appeal, side: str) -> list[OpinionGiven]:
        return [OpinionGiven(item.judgement.key, Stance.SUPPORTS_APPEAL, SAID[side]) for item in one.items]

    def deadlines(self) -> list[datetime]:
        """Those of this case that are still to come."""
        if not self.begun:
            return []
        facts = self.facts()
        dues = [facts.case.appeal_until] if facts.case.state.value in ("released", "final") else []
        dues += [one.opinions_due_at for one in facts.appeals if one.state is AppealState.OPEN]
        return [due for due in dues if due is not None and due >= self.clock()]

    def go_to_deadline(self, after: timedelta) -> None:
        dues = self.deadlines()
        if dues:
            self.clock.now = min(dues) + after
