"""Preparing an entry of the case library: a title, what is to be learned, or out with it."""

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.errors import Invalid, NotFound, Refused
from engine.services import Services
from models.tables.library import LibraryEntry
from models.transaction import Transaction


def describe(entry_id: str, title: str, note: str, *, actor: Actor, services: Services) -> None:
    """Give the entry its title and teaching note; from now on agents and team leaders may see it.

    Raises:
        NotFound: no such entry.
        Invalid: no title.
    """
    require(actor, Permission.LIBRARY_CURATE)
    if not title.strip():
        raise Invalid("title", "empty")
    now = services.clock()
    with services.transaction() as tx:
        entry = _held(tx, entry_id)
        entry.title, entry.note = title.strip(), note.strip()
        entry.curated_at = now
        remember(tx, "library.described", f"library:{entry.id}", actor, now)


def take_out(entry_id: str, why: str, *, actor: Actor, services: Services) -> None:
    """Take the entry out of everybody's sight but the curators'.

    Raises:
        NotFound: no such entry, or it is out already.
        Refused: `reason_missing`.
    """
    require(actor, Permission.LIBRARY_CURATE)
    if not why.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        entry = _held(tx, entry_id)
        if entry.removed_at is not None:
            raise NotFound("library entry")
        entry.removed_at, entry.removed_why = now, why.strip()[:400]
        remember(tx, "library.taken_out", f"library:{entry.id}", actor, now, why=why.strip())


def put_back(entry_id: str, *, actor: Actor, services: Services) -> None:
    """Put an entry that was taken out back into sight, as it was.

    Raises:
        NotFound: no such entry, or it is not out.
    """
    require(actor, Permission.LIBRARY_CURATE)
    now = services.clock()
    with services.transaction() as tx:
        entry = _held(tx, entry_id)
        if entry.removed_at is None:
            raise NotFound("library entry")
        entry.removed_at = entry.removed_why = None
        remember(tx, "library.put_back", f"library:{entry.id}", actor, now)


def _held(tx: Transaction, entry_id: str) -> LibraryEntry:
    entry = tx.session.scalars(
        select(LibraryEntry).where(LibraryEntry.public_id == entry_id).with_for_update(of=LibraryEntry)
    ).one_or_none()
    if entry is None:
        raise NotFound("library entry")
    return entry
