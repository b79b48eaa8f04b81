"""The life of a case as one table: (state, event) -> what follows, and who may do it.

A case is the review of one recording under one scorecard. The numbers in the comments are the rows of
`docs/life-cycle.md`, where each is told in words.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.roles import StaffRole


class State(StrEnum):
    MACHINE_SCORED = "machine_scored"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    APPEALED = "appealed"
    ADJUDICATION = "adjudication"
    FINAL = "final"


class Event(StrEnum):
    ROUTE = "route"
    AUTO_RELEASE = "auto_release"
    CONFIRM = "confirm"
    RELEASE = "release"
    ACKNOWLEDGE = "acknowledge"
    DEADLINE_PASSED = "deadline_passed"
    CORRECT = "correct"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    INSPECTOR_OPINION = "inspector_opinion"
    TEAM_LEADER_OPINION = "team_leader_opinion"
    OPINIONS_COMPLETE = "opinions_complete"
    DECIDE = "decide"
    APPEAL_AGAIN = "appeal_again"
    REOPEN = "reopen"
    REASSIGN = "reassign"


class Who(StrEnum):
    """Who sets an event off. SYSTEM and CLOCK are the software itself."""

    SYSTEM = "system"
    CLOCK = "clock"
    AGENT = StaffRole.AGENT.value
    TEAM_LEADER = StaffRole.TEAM_LEADER.value
    INSPECTOR = StaffRole.INSPECTOR.value
    QC_LEAD = StaffRole.QC_LEAD.value
    ADMIN = StaffRole.ADMIN.value


@dataclass(frozen=True, slots=True)
class Transition:
    to: State
    by: frozenset[Who]


class IllegalTransition(Exception):
    """The case is in a state where this event means nothing."""

    def __init__(self, state: State, event: Event) -> None:
        self.state, self.event = state, event
        super().__init__(f"cannot {event} a case that is {state}")


class WrongActor(Exception):
    """The event exists for this state, but somebody else sets it off."""

    def __init__(self, state: State, event: Event, who: Who) -> None:
        self.state, self.event, self.who = state, event, who
        super().__init__(f"{who} cannot {event} a case that is {state}")


def _to(state: State, *by: Who) -> Transition:
    return Transition(state, frozenset(by))


_OPEN = (State.IN_REVIEW, State.CONFIRMED, State.RELEASED, State.APPEALED, State.ADJUDICATION)

TRANSITIONS: dict[tuple[State, Event], Transition] = {
    (State.MACHINE_SCORED, Event.ROUTE): _to(State.IN_REVIEW, Who.SYSTEM),  # 1
    (State.MACHINE_SCORED, Event.AUTO_RELEASE): _to(State.RELEASED, Who.SYSTEM),  # 2
    (State.IN_REVIEW, Event.CONFIRM): _to(State.CONFIRMED, Who.INSPECTOR),  # 3
    (State.CONFIRMED, Event.RELEASE): _to(State.RELEASED, Who.SYSTEM, Who.QC_LEAD),  # 4
    (State.RELEASED, Event.ACKNOWLEDGE): _to(State.FINAL, Who.AGENT),  # 5
    (State.RELEASED, Event.DEADLINE_PASSED): _to(State.FINAL, Who.CLOCK),  # 6
    (State.RELEASED, Event.CORRECT): _to(State.RELEASED, Who.QC_LEAD),  # 7
    (State.RELEASED, Event.APPEAL): _to(State.APPEALED, Who.AGENT, Who.TEAM_LEADER),  # 8
    (State.APPEALED, Event.WITHDRAW): _to(State.RELEASED, Who.AGENT, Who.TEAM_LEADER),  # 9
    (State.APPEALED, Event.INSPECTOR_OPINION): _to(State.APPEALED, Who.INSPECTOR),  # 10
    (State.APPEALED, Event.TEAM_LEADER_OPINION): _to(State.APPEALED, Who.TEAM_LEADER),  # 11
    (State.APPEALED, Event.OPINIONS_COMPLETE): _to(State.ADJUDICATION, Who.SYSTEM, Who.CLOCK),  # 12
    (State.ADJUDICATION, Event.DECIDE): _to(State.FINAL, Who.QC_LEAD),  # 13
    (State.FINAL, Event.APPEAL_AGAIN): _to(State.APPEALED, Who.AGENT),  # 14
    (State.FINAL, Event.REOPEN): _to(State.ADJUDICATION, Who.ADMIN),  # 15, asked by the QC lead
    **{(state, Event.REASSIGN): _to(state, Who.QC_LEAD) for state in _OPEN},  # 16
}


def step(state: State, event: Event, who: Who) -> State:
    """The state that follows.

    Raises:
        IllegalTransition: the event means nothing here.
        WrongActor: it does, but not from *who*.
    """
    transition = TRANSITIONS.get((state, event))
    if transition is None:
        raise IllegalTransition(state, event)
    if who not in transition.by:
        raise WrongActor(state, event, who)
    return transition.to


def events_open_to(state: State, who: Who) -> frozenset[Event]:
    """What *who* can set off in *state*; pages ask this to know which buttons make sense."""
    return frozenset(event for (at, event), transition in TRANSITIONS.items() if at is state and who in transition.by)
