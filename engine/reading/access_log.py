"""Who heard, opened or took out what: the rows of the audit chain that tell of access, for the administrator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select

from engine.access import Actor, Permission, require
from engine.errors import Invalid
from engine.reading.listing import Listing, Wish
from engine.reading.search import like
from engine.services import Services
from models.tables.audit import AuditRow
from models.tables.cases import Case
from models.tables.organisation import User
from models.tables.recordings import Recording
from models.tables.reviews import Assignment
from models.transaction import Transaction

# What is asked for -> the actions that tell of it.
KINDS: Mapping[str, tuple[str, ...]] = {
    "listened": ("recording.listened",),
    "opened": ("case.viewed", "case.opened_by_inspector", "recording.tried", "recording.excerpted"),
    "exported": ("list.exported",),
    "signed_in": ("sign_in", "sign_in.refused", "sign_out"),
}
# Of a call that is looked for, this many cases and assignments at most.
_MOST_SUBJECTS = 500


@dataclass(frozen=True, slots=True)
class AccessLine:
    """*what*: the call id, or the name of a list. *streamed_s*, *start_s*: of listening; *rows*: of an export."""

    number: int
    at: datetime
    login: str
    name: str
    acting_as: str
    kind: str
    action: str
    what: str
    page: str
    start_s: float | None
    streamed_s: float | None
    rows: int | None


def access_log(wish: Wish, *, actor: Actor, services: Services) -> Listing[AccessLine]:
    """Newest first; words are looked for in people and in call ids. Filters: `kind`, `from`, `to` (days).

    Raises:
        Invalid: a kind that does not exist, or no day.
    """
    require(actor, Permission.AUDIT_READ)
    query = _filtered(wish, ZoneInfo(services.settings.web.timezone))
    with services.transaction.read() as tx:
        if wish.words:
            query = query.where(_about(tx, wish.words))
        total = tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = tx.session.scalars(query.order_by(AuditRow.number.desc()).offset(wish.offset).limit(wish.size)).all()
        ids = {number for row in rows if (number := _person_of(row))}
        people = {user.id: user for user in tx.session.scalars(select(User).where(User.id.in_(ids)))}
        calls = _calls(tx, {row.subject for row in rows})
    return Listing(tuple(_line(row, people, calls) for row in rows), total, wish)


def _filtered(wish: Wish, zone: ZoneInfo) -> Select[AuditRow]:
    kind = wish.filters.get("kind", "")
    if kind and kind not in KINDS:
        raise Invalid("kind", "not_offered")
    actions = KINDS[kind] if kind else [action for some in KINDS.values() for action in some]
    query = select(AuditRow).where(AuditRow.action.in_(actions))
    if first := _day(wish.filters.get("from", ""), "from"):
        query = query.where(AuditRow.at >= datetime.combine(first, time(), zone))
    if last := _day(wish.filters.get("to", ""), "to"):
        query = query.where(AuditRow.at < datetime.combine(last + timedelta(days=1), time(), zone))
    return query


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(field, "not_a_day") from None


def _about(tx: Transaction, words: str) -> ColumnElement[bool]:
    person = select(User.id).where(or_(like(User.login, words), like(User.name, words)))
    cases = tx.session.scalars(
        select(Case.id)
        .join(Recording, Recording.id == Case.recording_id)
        .where(or_(like(Recording.call_id, words), like(Case.public_id, words)))
        .limit(_MOST_SUBJECTS)
    ).all()
    work = tx.session.scalars(select(Assignment.id).where(Assignment.case_id.in_(cases)).limit(_MOST_SUBJECTS)).all()
    heard = tx.session.scalars(select(Recording.id).where(like(Recording.call_id, words)).limit(_MOST_SUBJECTS)).all()
    found = (("case", cases), ("assignment", work), ("recording", heard))
    subjects = [f"{kind}:{number}" for kind, numbers in found for number in numbers]
    return or_(AuditRow.actor_id.in_(person), AuditRow.subject.in_(subjects), like(AuditRow.subject, words))


def _calls(tx: Transaction, subjects: Iterable[str]) -> dict[str, str]:
    """The call id behind every subject that is about a call."""
    numbers: dict[str, list[int]] = {"case": [], "assignment": [], "recording": []}
    for subject in subjects:
        kind, _, number = subject.partition(":")
        if kind in numbers and number.isdecimal():
            numbers[kind].append(int(number))
    cases = tx.session.execute(
        select(Case.id, Recording.call_id)
        .join(Recording, Recording.id == Case.recording_id)
        .where(Case.id.in_(numbers["case"]))
    ).all()
    work = tx.session.execute(
        select(Assignment.id, Recording.call_id)
        .join(Case, Case.id == Assignment.case_id)
        .join(Recording, Recording.id == Case.recording_id)
        .where(Assignment.id.in_(numbers["assignment"]))
    ).all()
    heard = tx.session.execute(
        select(Recording.id, Recording.call_id).where(Recording.id.in_(numbers["recording"]))
    ).all()
    named = (("case", cases), ("assignment", work), ("recording", heard))
    return {f"{kind}:{number}": call_id for kind, rows in named for number, call_id in rows}


def _person_of(row: AuditRow) -> int:
    """Who acted; of a refused sign-in, whose account it was. 0: nobody we know."""
    kind, _, number = row.subject.partition(":")
    return row.actor_id or (int(number) if kind == "user" and number.isdecimal() else 0)


def _line(row: AuditRow, people: Mapping[int, User], calls: Mapping[str, str]) -> AccessLine:
    person = people.get(_person_of(row))
    details = row.details
    return AccessLine(
        number=row.number,
        at=row.at,
        login=person.login if person else "",
        name=person.name if person else "",
        acting_as=row.acting_as,
        kind=next(kind for kind, actions in KINDS.items() if row.action in actions),
        action=row.action,
        what=calls.get(row.subject, "") if row.subject.partition(":")[0] != "list" else row.subject[5:],
        page=str(details.get("page", "")),
        start_s=details.get("start_s"),
        streamed_s=details.get("streamed_s"),
        rows=details.get("rows"),
    )
