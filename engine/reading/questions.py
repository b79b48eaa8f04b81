"""Questions to an appellant, as those read them who ask and who answer."""

from dataclasses import dataclass
from datetime import datetime

from engine.blind import Roster
from engine.casework.clarifying import questions_of
from models.tables.appeals import Appeal
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Question:
    """*closed_by* is None while it waits, else `answer`, `lead` or `clock`."""

    id: str
    question: str
    asked_at: datetime
    answer_until: datetime
    answer: str
    closed_by: str | None
    closed_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.closed_by is None


def questions(tx: Transaction, appeal: Appeal, mask: Roster) -> tuple[Question, ...]:
    """Oldest first, without the names that this reader must not meet."""
    return tuple(
        Question(
            id=row.public_id,
            question=mask.mask(row.question),
            asked_at=row.asked_at,
            answer_until=row.answer_until,
            answer=mask.mask(row.answer or ""),
            closed_by=row.closed_by.value if row.closed_by else None,
            closed_at=row.closed_at,
        )
        for row in questions_of(tx, appeal)
    )
