"""Putting a marked case into the case library, under a name of its own."""

from datetime import datetime

from sqlalchemy import select

from engine.blind import new_public_id
from engine.casework.anonymising import anonymous
from engine.casework.move import remember
from models.tables.cases import Case
from models.tables.library import LibraryEntry
from models.transaction import Transaction


def shelve(tx: Transaction, case: Case, now: datetime) -> None:
    """Enter *case* once. Nobody reads the entry while the case is reopened: then it is not final."""
    if tx.session.scalar(select(LibraryEntry.id).where(LibraryEntry.case_id == case.id)) is not None:
        return
    words = "\n".join(said.text for said in anonymous(tx, case).utterances)
    entry = LibraryEntry(public_id=new_public_id(), case_id=case.id, entered_at=now, title="", note="", words=words)
    tx.session.add(entry)
    tx.session.flush()
    remember(tx, "library.entered", f"case:{case.id}", None, now)
