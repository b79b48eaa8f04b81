"""Projects and the words that their calls are heard with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.services import Services
from models.tables.lexicons import Lexicon
from models.tables.organisation import User
from models.tables.recordings import Recording, TranscriptRow


@dataclass(frozen=True, slots=True)
class LexiconVersion:
    """One version. *heard*: transcripts made with it."""

    version: int
    hot_words: tuple[str, ...]
    initial_prompt: str
    corrections: tuple[tuple[str, str], ...]
    note: str
    by: str
    at: datetime
    heard: int


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """One project; *newest* is None while nobody wrote anything down for it."""

    project: str
    newest: LexiconVersion | None
    versions: tuple[LexiconVersion, ...] = ()


def lexicons_page(*, actor: Actor, services: Services) -> tuple[ProjectWords, ...]:
    """Every project that calls or lexicons name."""
    require(actor, Permission.LEXICON_MANAGE)
    with services.transaction.read() as tx:
        named = set(tx.session.scalars(select(Recording.project).where(Recording.project.is_not(None)).distinct()))
        kept = set(tx.session.scalars(select(Lexicon.project).distinct()))
    projects = sorted({name for name in named | kept if name})
    return tuple(_project(project, services) for project in projects)


def lexicon_page(project: str, *, actor: Actor, services: Services) -> ProjectWords:
    """One project with all its versions; an unknown one has none."""
    require(actor, Permission.LEXICON_MANAGE)
    return _project(project, services)


def _project(project: str, services: Services) -> ProjectWords:
    with services.transaction.read() as tx:
        counted = tx.session.execute(
            select(TranscriptRow.lexicon_id, func.count()).group_by(TranscriptRow.lexicon_id)
        ).all()
        heard = {row[0]: row[1] for row in counted}
        rows = tx.session.execute(
            select(Lexicon, User.name)
            .outerjoin(User, User.id == Lexicon.created_by_id)
            .where(Lexicon.project == project)
            .order_by(Lexicon.version.desc())
        ).all()
    versions = tuple(
        LexiconVersion(
            version=row.version,
            hot_words=tuple(row.hot_words),
            initial_prompt=row.initial_prompt,
            corrections=tuple((str(one), str(other)) for one, other in row.corrections),
            note=row.note,
            by=name or "",
            at=row.created_at,
            heard=heard.get(row.id, 0),
        )
        for row, name in rows
    )
    return ProjectWords(project, versions[0] if versions else None, versions)
