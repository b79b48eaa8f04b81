"""What time does to a life: it passes, deadlines come, holidays are announced, people go on leave."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from models.tables.organisation import User
from models.tables.special_days import SpecialDay
from tests.support.life.hands import Hands

MS = timedelta(milliseconds=1)


class ClockJumps(Hands):
    """The rules of the clock and the calendar."""

    @rule()
    def sweep(self) -> None:
        told = self.facts()
        self.do.sweep.sweep(services=self.desk.services)
        self.known = None
        self.check_deadline(told)
        before, after = told.case, self.facts()
        if (before.state.value, after.case.state.value) == ("released", "final"):
            assert self.clock() > before.appeal_until, "closed before the deadline had passed"
        if before.state.value == "released":
            late = self.clock() > before.appeal_until
            assert late == (after.case.state.value == "final"), "the deadline did not act"
        if before.state.value == "appealed":
            late = self.clock() > after.appeals[-1].opinions_due_at
            assert late == (after.case.state.value == "adjudication"), "the time for opinions did not act"

    @rule(hours=st.sampled_from([1, 5, 26]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)

    @precondition(lambda self: bool(self.deadlines()))
    @rule(late=st.booleans())
    def deadline_comes(self, late: bool) -> None:
        self.go_to_deadline(MS if late else timedelta(0))

    @rule(away=st.booleans())
    def a_lead_who_inspects_comes_or_goes(self, away: bool) -> None:
        with self.desk.services.transaction() as tx:
            tx.session.get_one(User, self.id_of("lead2")).away = away

    @rule(in_days=st.integers(1, 4), working=st.booleans())
    def a_day_is_announced(self, in_days: int, working: bool) -> None:
        """A holiday, or a weekend that is worked."""
        day = (self.clock() + timedelta(days=in_days)).date()
        if day not in self.special_days:
            self.special_days[day] = working
            with self.desk.services.transaction() as tx:
                tx.session.add(SpecialDay(day=day, working=working, name="调休", created_at=self.clock()))
