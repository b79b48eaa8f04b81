"""The only way a case changes its state."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.errors import NotFound
from models import audit
from models.lifecycle import Event, State, Who, step
from models.tables.cases import Case
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Mover:
    """Who sets an event off: a person in a role, or the software."""

    who: Who
    user_id: int | None = None

    @classmethod
    def person(cls, actor: Actor) -> "Mover":
        return cls(Who(actor.role.value), actor.user_id)


SYSTEM = Mover(Who.SYSTEM)
CLOCK = Mover(Who.CLOCK)


def lock_case(tx: Transaction, case_id: int) -> Case:
    """The case, held against every other writer until the transaction ends."""
    return tx.session.scalars(
        select(Case).where(Case.id == case_id).with_for_update(of=Case).execution_options(populate_existing=True)
    ).one()


def lock_case_by_public_id(tx: Transaction, public_id: str) -> Case:
    """Raises:
    NotFound: no case has this id.
    """
    case = tx.session.scalars(
        select(Case)
        .where(Case.public_id == public_id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if case is None:
        raise NotFound("case")
    return case


def move(
    tx: Transaction,
    case: Case,
    event: Event,
    mover: Mover,
    now: datetime,
    *,
    why: str | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """Apply *event* to *case* and write its audit row.

    Raises:
        IllegalTransition, WrongActor: the table in `models.lifecycle` says no.
    """
    old = case.state
    case.state = step(old, event, mover.who)
    case.version += 1
    if case.state is State.FINAL:
        case.finalized_at = now
    elif old is State.FINAL:
        case.finalized_at = None
        case.final_score = None
    audit.append(
        tx,
        audit.Entry(
            action=f"case.{event.value}",
            subject=f"case:{case.id}",
            actor_id=mover.user_id,
            acting_as=mover.who.value,
            old=old.value,
            new=case.state.value,
            why=why,
            details=details,
        ),
        now,
    )


def remember(
    tx: Transaction,
    action: str,
    subject: str,
    actor: Actor | None,
    now: datetime,
    *,
    why: str | None = None,
    old: str | None = None,
    new: str | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """An audit row for something that changes no state: a draft opened, a sign-in, an import."""
    audit.append(
        tx,
        audit.Entry(
            action=action,
            subject=subject,
            actor_id=actor.user_id if actor else None,
            acting_as=actor.role.value if actor else "system",
            old=old,
            new=new,
            why=why,
            details=details,
        ),
        now,
    )
