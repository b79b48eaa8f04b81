"""A case in the hands of everybody at once: whatever people try, in whatever order, while the clock jumps."""

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from functools import partialmethod
from types import SimpleNamespace

from hypothesis import strategies as st
from hypothesis.stateful import RULE_MARKER, RuleBasedStateMachine, initialize, invariant

from engine.reading.decisions import decision_page
from engine.reading.opinions import inspector_opinion_page, leader_opinion_page
from engine.steps import appeal, approve, assign, correct, decide, opine, release, reopen, respond, review, sweep
from models.lifecycle import State
from models.tables.reviews import AssignmentKind
from tests.support.desk import Desk
from tests.support.life import law
from tests.support.life.hands import SAID
from tests.support.life.road import Road
from tests.support.life.terms import TERMS, Terms

STARTS = (State.IN_REVIEW, State.RELEASED, State.APPEALED, State.ADJUDICATION)


def steps() -> SimpleNamespace:
    """The steps people take; a mutant puts its own in their place."""
    return SimpleNamespace(
        appeal=appeal, approve=approve, assign=assign, correct=correct, decide=decide, opine=opine, release=release,
        reopen=reopen, respond=respond, review=review, sweep=sweep, decision_page=decision_page,
        inspector_opinion_page=inspector_opinion_page, leader_opinion_page=leader_opinion_page,
    )  # fmt: skip


class Life(Road):
    """After every rule the law is checked on what was written."""

    @initialize(state=st.runner().flatmap(lambda self: st.sampled_from(self.starts)),
                terms=st.runner().flatmap(lambda self: st.sampled_from(self.worlds)))  # fmt: skip
    def begin(self, state: State, terms: Terms) -> None:
        self.start(state, terms)

    @invariant()
    def the_law_holds(self) -> None:
        if not self.begun:
            return
        facts = self.facts()
        law.check(facts, different_inspector=self.terms.different_inspector)
        seen = len(self.scores_seen)
        assert facts.scores[:seen] == self.scores_seen, "a score that was given was changed afterwards"
        self.scores_seen = facts.scores
        if facts.case.state is not State.FINAL:
            return
        assert self.last_final[:1] != facts.result()[:1] or self.last_final == facts.result(), "what is final changed"
        self.last_final = facts.result()
        if not any(row.action == "case.correct" for row in facts.moves):
            assert facts.case.final_score >= self.best_final, "what was decided before was forgotten"
            self.best_final = facts.case.final_score

    @invariant()
    def opinions_are_sealed(self) -> None:
        if not self.is_at("appealed"):
            return
        one = self.open_appeal()
        lead = repr(self.do.decision_page(one.public_id, **self.desk.as_("lead")))
        leader = repr(self.do.leader_opinion_page(one.public_id, **self.desk.leader))
        assert SAID["inspector"] not in lead + leader, "the inspector's opinion is read before both are in"
        assert SAID["team_leader"] not in lead, "the leader's opinion is read before both are in"
        work = self.work(AssignmentKind.OPINION)
        if work is not None:
            holder = self.inspector(self.holder(AssignmentKind.OPINION))
            inspector = repr(self.do.inspector_opinion_page(work.public_id, **holder))
            assert SAID["team_leader"] not in inspector, "the inspector reads the leader's opinion"

    def teardown(self) -> None:
        if not self.begun:
            return
        with closing(self.desk.services.transaction.database):
            chain = self.desk.chain()
        assert isinstance(chain, int), f"the chain is broken: {chain}"


def machine(
    open_at: Callable[..., Desk],
    do: SimpleNamespace,
    starts: Sequence[State] = STARTS,
    worlds: Sequence[Terms] = TERMS,
    rules: Collection[str] = (),
) -> type[RuleBasedStateMachine]:
    """A life whose desks come from *open_at*, begun at one of *starts* under one of *worlds*, with the steps of *do*.

    Args:
        rules: the only ones that are drawn; all where there is none. The others can still be part of these.
    """
    own = {"open_at": staticmethod(open_at), "do": do, "starts": tuple(starts), "worlds": tuple(worlds)}
    return type("Lived", (Life,), own | _unmarked(rules) if rules else own)


def _unmarked(rules: Collection[str]) -> dict[str, object]:
    """All other rules of `Life` without their mark, so that what lies near a fault is tried often."""
    members = {name: getattr(Life, name) for name in dir(Life)}
    return {
        name: partialmethod(member)
        for name, member in members.items()
        if hasattr(member, RULE_MARKER) and name not in rules
    }
