"""The case library: marked calls to learn from. Nobody in it has a name, and no entry leads to its case.

Agents see good examples that a curator has prepared, team leaders also bad ones; those who inspect see everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from engine.access import Actor, Permission, may, require
from engine.casework.anonymising import People, anonymous, everybody, people_of
from engine.errors import NotFound
from engine.reading.appeal_story import title_of
from engine.reading.findings_view import Words, words
from engine.reading.listing import Listing, Wish
from engine.reading.moments import Moment, moments
from engine.reading.month import month_of
from engine.reading.search import like
from engine.services import Services
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.cases import Case, Held, JudgementRow, Mark, MarkKind
from models.tables.library import LibraryEntry
from models.tables.recordings import Recording, ScoreRun
from models.transaction import Transaction

FILTERS = ("mark", "rule", "project", "month", "shelf")
# What those may see who live with results. A bad example is somebody's voice: their colleagues do not hear it.
_SHOWN_TO: Mapping[StaffRole, tuple[MarkKind, ...]] = {
    StaffRole.AGENT: (MarkKind.POSITIVE,),
    StaffRole.TEAM_LEADER: (MarkKind.POSITIVE, MarkKind.NEGATIVE),
}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry. *failed*: what did not pass; *title* is empty until a curator gives one."""

    id: str
    title: str
    note: str
    marks: tuple[str, ...]
    form: Words
    project: str
    month: str
    duration_s: float
    failed: tuple[Words, ...]
    curated: bool
    removed: bool


@dataclass(frozen=True, slots=True)
class Library:
    """*rules*: key and name of what the entries are about, to filter by."""

    listing: Listing[EntryLine]
    rules: tuple[tuple[str, Words], ...]
    projects: tuple[str, ...]
    marks: tuple[str, ...]
    curating: bool


@dataclass(frozen=True, slots=True)
class Entry:
    line: EntryLine
    moments: tuple[Moment, ...]
    has_audio: bool
    curating: bool
    removed_at: datetime | None
    removed_why: str


def library_page(wish: Wish, *, actor: Actor, services: Services) -> Library:
    """Filters: `mark`, `rule`, `project`, `month`; curators also `shelf`: `waiting` for a title, or `removed`."""
    require(actor, Permission.LIBRARY_READ)
    with services.transaction.read() as tx:
        visible = _visible(actor)
        query = _wanted(visible, wish, actor, services)
        total = tx.session.scalar(select(func.count()).select_from(query.with_only_columns(Case.id).subquery())) or 0
        newest = query.order_by(LibraryEntry.entered_at.desc(), LibraryEntry.id.desc())
        house = everybody(tx)
        rows = tx.session.scalars(newest.offset(wish.offset).limit(wish.size)).all()
        return Library(
            listing=Listing(tuple(_line(tx, row, people_of(house, row.case), services) for row in rows), total, wish),
            rules=_rules(tx, visible, services),
            projects=tuple(name for name in tx.session.scalars(_projects(visible)) if name),
            marks=tuple(kind.value for kind in _SHOWN_TO.get(actor.role, tuple(MarkKind))),
            curating=may(actor, Permission.LIBRARY_CURATE),
        )


def entry_page(entry_id: str, *, actor: Actor, services: Services) -> Entry:
    """Raises:
    NotFound: no such entry, or not one that the reader may see.
    """
    require(actor, Permission.LIBRARY_READ)
    with services.transaction.read() as tx:
        row = visible_entry(tx, entry_id, actor)
        hidden = anonymous(tx, row.case)
        return Entry(
            line=_line(tx, row, hidden.people, services),
            moments=moments(tx, row.case, hidden, services),
            has_audio=row.case.recording.playable_sha256 is not None,
            curating=may(actor, Permission.LIBRARY_CURATE),
            removed_at=row.removed_at,
            removed_why=row.removed_why or "",
        )


def visible_entry(tx: Transaction, entry_id: str, actor: Actor) -> LibraryEntry:
    """Raises:
    NotFound: no such entry, or not one that the reader may see.
    """
    found = tx.session.scalars(_visible(actor).where(LibraryEntry.public_id == entry_id)).one_or_none()
    if found is None:
        raise NotFound("library entry")
    return found


def _visible(actor: Actor) -> Select[LibraryEntry]:
    query = (
        select(LibraryEntry)
        .join(Case, Case.id == LibraryEntry.case_id)
        .join(Recording, Recording.id == Case.recording_id)
        .where(Case.state == State.FINAL)
    )
    if not may(actor, Permission.LIBRARY_CURATE):
        query = query.where(LibraryEntry.removed_at.is_(None))
    if (kinds := _SHOWN_TO.get(actor.role)) is not None:
        others = select(Mark.case_id).where(Mark.kind.not_in(kinds))
        query = query.where(LibraryEntry.curated_at.is_not(None), Case.id.not_in(others))
    return query


def _wanted(query: Select[LibraryEntry], wish: Wish, actor: Actor, services: Services) -> Select[LibraryEntry]:
    if wish.words:
        fields = (LibraryEntry.title, LibraryEntry.note, LibraryEntry.words)
        query = query.where(or_(*(like(field, wish.words) for field in fields)))
    if mark := wish.filters.get("mark"):
        query = query.where(Case.id.in_(select(Mark.case_id).where(Mark.kind == mark)))
    if rule := wish.filters.get("rule"):
        query = query.where(
            Case.id.in_(_told().where(JudgementRow.key == rule).with_only_columns(JudgementRow.case_id))
        )
    if project := wish.filters.get("project"):
        query = query.where(Recording.project == project)
    if month := wish.filters.get("month"):
        wanted = month_of(month, services)
        query = query.where(Case.finalized_at >= wanted.start, Case.finalized_at < wanted.end)
    if may(actor, Permission.LIBRARY_CURATE):
        match wish.filters.get("shelf"):
            case "removed":
                query = query.where(LibraryEntry.removed_at.is_not(None))
            case "waiting":
                query = query.where(LibraryEntry.removed_at.is_(None), LibraryEntry.curated_at.is_(None))
            case _:
                query = query.where(LibraryEntry.removed_at.is_(None))
    return query


def _told() -> Select[JudgementRow]:
    """Judgements that an entry is about: what failed, and what was found."""
    held = func.coalesce(JudgementRow.final, JudgementRow.reviewed)
    return select(JudgementRow).where(or_(held == Held.FAIL.value, JudgementRow.machine_hits > 0))


def _rules(tx: Transaction, visible: Select[LibraryEntry], services: Services) -> tuple[tuple[str, Words], ...]:
    in_view = visible.with_only_columns(Case.id)
    one_of = select(func.min(JudgementRow.id)).where(JudgementRow.id.in_(_told().with_only_columns(JudgementRow.id)))
    one_of = one_of.where(JudgementRow.case_id.in_(in_view)).group_by(JudgementRow.key)
    rows = tx.session.scalars(select(JudgementRow).where(JudgementRow.id.in_(one_of)).order_by(JudgementRow.key))
    return tuple((row.key, _title(tx, row, row.case, services)) for row in rows)


def _projects(visible: Select[LibraryEntry]) -> Select[str | None]:
    return visible.with_only_columns(Recording.project).distinct().order_by(Recording.project)


def _title(tx: Transaction, row: JudgementRow, case: Case, services: Services) -> Words:
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    return title_of(row, case, services.rulebooks.of(run.rulebook_version_id))


def _line(tx: Transaction, row: LibraryEntry, hidden: People, services: Services) -> EntryLine:
    case = row.case
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    failed = (one for one in case.judgements if (one.final or one.reviewed) is Held.FAIL)
    zone = month_of("", services).start.tzinfo
    marks = tx.session.scalars(select(Mark.kind).where(Mark.case_id == case.id).order_by(Mark.id))
    return EntryLine(
        id=row.public_id,
        title=hidden.text(row.title),
        note=hidden.text(row.note),
        marks=tuple(kind.value for kind in marks),
        form=words(rulebook.scorecard(case.scorecard).title),
        project=case.recording.project or "",
        month=case.finalized_at.astimezone(zone).strftime("%Y-%m") if case.finalized_at else "",
        duration_s=case.recording.duration_s or 0.0,
        failed=tuple(title_of(one, case, rulebook) for one in failed),
        curated=row.curated_at is not None,
        removed=row.removed_at is not None,
    )
