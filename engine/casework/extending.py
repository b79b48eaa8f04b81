"""Deadlines that are open: whose they are, and what they become when working time is added to all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from engine.settings import Settings
from models.lifecycle import State
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.transaction import Transaction

# Two weeks of office hours: more is no outage, it is another setting.
MOST_HOURS = 90.0


@dataclass(frozen=True, slots=True)
class OpenDeadlines:
    """Released results that may be appealed, and appeals that wait: the deadlines that nobody has acted on yet."""

    results: tuple[Case, ...]
    appeals: tuple[Appeal, ...]

    @property
    def opinions(self) -> int:
        return sum(appeal.state is AppealState.OPEN for appeal in self.appeals)

    @property
    def decisions(self) -> int:
        return len(self.appeals)

    def moments(self) -> Iterator[datetime]:
        """Every open deadline."""
        yield from (case.appeal_until for case in self.results if case.appeal_until is not None)
        for appeal in self.appeals:
            if appeal.state is AppealState.OPEN:
                yield appeal.opinions_due_at
            yield appeal.decision_due_at


def open_deadlines(tx: Transaction, settings: Settings, now: datetime, *, held: bool = False) -> OpenDeadlines:
    """A released result whose time ran out while nobody's clock ran is still open: nothing has come of it yet.

    Args:
        held: against every other writer, in the order in which every step holds them.
    """
    again = and_(
        Case.state == State.FINAL,
        Case.appeal_until >= now,
        Case.appeal_rounds > 0,
        Case.appeal_rounds < settings.appeal.rounds,
    )
    results = select(Case).where(or_(Case.state == State.RELEASED, again)).order_by(Case.id)
    waiting = Appeal.state.in_((AppealState.OPEN, AppealState.ADJUDICATION))
    appeals = select(Appeal).where(waiting).order_by(Appeal.case_id)
    if held:
        appealed = select(Appeal.case_id).where(waiting)
        every = select(Case.id).where(or_(Case.state == State.RELEASED, again, Case.id.in_(appealed)))
        tx.session.scalars(every.order_by(Case.id).with_for_update(of=Case)).all()
        results = results.execution_options(populate_existing=True)
        appeals = appeals.execution_options(populate_existing=True)
    return OpenDeadlines(tuple(tx.session.scalars(results)), tuple(tx.session.scalars(appeals)))
