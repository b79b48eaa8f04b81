"""The straight road through a life, so that what lies far along it is reached often, and two turns off it."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from models.tables.appeals import Decision
from models.tables.reviews import AssignmentKind
from tests.support.life.clock_jumps import ClockJumps
from tests.support.life.tries import LEADS, Tries


class Road(Tries, ClockJumps):
    """Rules that are made of the others."""

    @rule(lead=LEADS, by_leader=st.booleans())
    def go_on(self, lead: str, by_leader: bool) -> None:
        self.walk(lead, by_leader)

    @rule(lead=LEADS, by_leader=st.booleans())
    def go_on_further(self, lead: str, by_leader: bool) -> None:
        for _ in range(4):
            self.walk(lead, by_leader)

    @precondition(lambda self: self.is_at("released", "final"))
    @rule(then=st.sampled_from(["let it be", "withdraw the old one", "opine on the old one"]))
    def change_of_mind(self, then: str) -> None:
        """Filed, taken back; then the time runs out, or it is filed again and somebody has the old one in hand."""
        self.file("agent8001", {"CALM-01"})
        if not self.is_at("appealed"):
            return
        self.take_back("agent8001", oldest=False)
        if then == "let it be":
            self.deadline_comes(late=True)
            self.sweep()
            return
        self.time_passes(1)
        self.file("agent8001", {"CALM-01"})
        if then == "withdraw the old one":
            self.take_back("agent8001", oldest=True)
        else:
            self.opine_as_leader("leader1", oldest=True)

    @precondition(lambda self: bool(self.deadlines()))
    @rule(late=st.booleans())
    def at_the_last_moment(self, late: bool) -> None:
        """Exactly at the deadline, after the clock came by; or a millisecond after it, before it comes."""
        self.deadline_comes(late)
        if not late:
            self.sweep()
        if self.is_at("appealed"):
            self.opine_as_leader("leader1", oldest=False)
        else:
            self.file("agent8001", {"CALM-01"})
        if late:
            self.sweep()

    @precondition(lambda self: self.is_at("in_review"))
    @rule()
    def a_lead_reviews_and_answers(self) -> None:
        """Somebody who is both inspector and lead, with an adjustment that a lead must approve."""
        self.a_lead_who_inspects_comes_or_goes(away=False)
        self.move_work("lead2", take_back=False)
        self.submit("lead2", 5, overrule=False)
        if self.asked() is not None:
            self.answer("lead2", grant=True)

    def walk(self, lead: str, by_leader: bool) -> None:
        """One step on the straight road, by whoever may take it; *lead* may find that they may not."""
        state = self.facts().case.state.value
        if state == "confirmed":
            self.release(lead)
        if self.asked() is not None:
            self.answer("admin" if state == "final" else lead, grant=True)
        elif state == "confirmed":
            return
        elif state == "in_review":
            self.submit(self.holder(AssignmentKind.REVIEW), 5 if by_leader else 0, overrule=False)
        elif state == "released":
            self.file("leader1" if by_leader else "agent8001", {"GREET-01"})
        elif state == "appealed":
            self.give_what_is_missing()
        elif state == "adjudication":
            self.settle(lead, (Decision.OVERTURN if by_leader else Decision.UPHOLD, None))
        elif by_leader:
            self.ask_to_reopen(lead)
        else:
            self.file("agent8001", {"CALM-01"})

    def give_what_is_missing(self) -> None:
        one = self.open_appeal()
        by_leader = one.filed_by_id == self.id_of("leader1") or one.opinions
        if by_leader and self.work(AssignmentKind.OPINION):
            self.opine_as_inspector(self.holder(AssignmentKind.OPINION))
        else:
            self.opine_as_leader("leader1", oldest=False)
