"""The life cycle is a table: every pair of state and event is in it or is refused, and the page tells the same."""

import re
from itertools import product

import pytest

from models.lifecycle import TRANSITIONS, Event, IllegalTransition, State, Who, WrongActor, step
from tests.support.machine import ROOT

PAGE = ROOT / "docs" / "life-cycle.md"
PAIRS = list(product(State, Event))


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_a_pair_leads_somewhere_for_those_who_may_and_nowhere_for_the_rest(state: State, event: Event):
    transition = TRANSITIONS.get((state, event))

    for who in Who:
        if transition is None:
            with pytest.raises(IllegalTransition):
                step(state, event, who)
        elif who in transition.by:
            assert step(state, event, who) is transition.to
        else:
            with pytest.raises(WrongActor):
                step(state, event, who)


def test_every_event_happens_somewhere_and_every_state_can_be_reached():
    assert {event for _, event in TRANSITIONS} == set(Event)
    assert {transition.to for transition in TRANSITIONS.values()} == set(State) - {State.MACHINE_SCORED}


def test_every_state_but_the_last_has_a_way_on():
    for state in State:
        assert any(at is state and transition.to is not state for (at, _), transition in TRANSITIONS.items()), state


def test_the_page_tells_every_transition_and_no_other():
    told = {
        (State(row[0].lower()), Event(row[1]), State(row[3].lower()), frozenset(Who(who) for who in row[2].split(", ")))
        for row in _rows()
    }

    assert told == {(state, event, row.to, row.by) for (state, event), row in TRANSITIONS.items()}


def _rows() -> list[tuple[str, str, str, str]]:
    """(from, event, who, to) of every row of the page's table."""
    row = re.compile(r"^\|[^|]*\| `(\w+)` \| `(\w+)` \| ([a-z_, ]+) \|[^|]*\| `(\w+)` \|$", re.MULTILINE)
    return row.findall(PAGE.read_text(encoding="utf-8"))
