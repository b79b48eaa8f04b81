"""Voices that are kept of agents, and those that were erased."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.services import Services
from models.tables.organisation import User
from models.tables.voiceprints import VoiceprintRow


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """One voice; *erased_at* None: it is kept."""

    id: int
    agent: str
    agent_no: str
    speech_s: float
    by: str
    at: datetime
    erased_at: datetime | None


def voices_page(*, actor: Actor, services: Services) -> tuple[VoiceLine, ...]:
    """Kept ones first, then by the time they were enrolled, newest first."""
    require(actor, Permission.VOICEPRINT_ERASE)
    with services.transaction.read() as tx:
        rows = tx.session.scalars(
            select(VoiceprintRow).order_by(VoiceprintRow.erased_at.is_not(None), VoiceprintRow.id.desc())
        ).all()
        ids = {one for row in rows for one in (row.agent_id, row.created_by_id)}
        people = {user.id: user for user in tx.session.scalars(select(User).where(User.id.in_(ids)))}
        return tuple(
            VoiceLine(
                id=row.id,
                agent=people[row.agent_id].name,
                agent_no=people[row.agent_id].agent_no or "",
                speech_s=row.speech_s,
                by=people[row.created_by_id].name,
                at=row.created_at,
                erased_at=row.erased_at,
            )
            for row in rows
        )
