"""Words that occur nowhere else, planted wherever something is kept that a role must not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text, update

from models.roles import INSPECTING, StaffRole
from models.tables import Base
from models.tables.appeals import Appeal
from models.tables.cases import Case, JudgementRow, Modification
from models.tables.clarifications import Clarification
from models.tables.library import LibraryEntry
from models.tables.organisation import Conflict, FormerTeam, Team, User
from models.tables.recordings import Recording, TranscriptRow
from models.tables.reviews import Adjustment, Approval, Assignment
from models.tables.rulebooks import RulebookDraft
from models.transaction import Transaction
from tests.support.seed import House

AGENT, AGENT_ACCOUNT, AGENT_NO, SPOKEN_NO = "AGENTNAME7f3a", "agentaccount5c1e", "79315", "七九三一五"
INSPECTOR, INSPECTOR_ACCOUNT = "INSPECTORNAME9b2d", "inspectoraccount3e8f"
TEAM, CUSTOMER, FILE, CALL = "TEAMNAME4d7a", "CUSTOMERNO6d1f", "FILENAME8e2c", "CALLID1f9b"
# The number of a row, which tells how many there are and in which order they came.
ROWS = {"recordings": 884422000, "cases": 993311000}
ROW_NUMBERS = ("884422", "993311")
# The moment of every call, and how pages, headers and file names write it.
CALLED_AT = datetime(2025, 8, 17, 3, 51, 54, tzinfo=UTC)
MOMENTS = ("2025-08-17", "17 Aug 2025", "20250817")

_AGENTS = (AGENT, AGENT_ACCOUNT, AGENT_NO, TEAM)
_INSPECTORS = (INSPECTOR, INSPECTOR_ACCOUNT)
_CALL = (FILE, CALL, *ROW_NUMBERS)
# What each role must not be sent, but for what is their own. Nobody is sent a customer's number or a place on a disk.
HIDDEN: Mapping[StaffRole, tuple[str, ...]] = {
    StaffRole.INSPECTOR: (*_AGENTS, SPOKEN_NO, *_INSPECTORS, *_CALL, *MOMENTS),
    StaffRole.QC_LEAD: (*_AGENTS, SPOKEN_NO, *_CALL, *MOMENTS),
    StaffRole.AGENT: (*_AGENTS, *_INSPECTORS, *_CALL),
    StaffRole.TEAM_LEADER: (*_AGENTS, *_INSPECTORS, *_CALL),
    StaffRole.QC_MANAGER: (),
    StaffRole.ADMIN: (),
}


# Columns of a case's tables that people fill with their own words.
_WORDS = {JudgementRow: "review_comment", Adjustment: "reason", Approval: "reason", Modification: "why"}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is planted in one house. *accounts*: the sign-in that somebody of the furnished house has now."""

    accounts: Mapping[str, str]
    own: Mapping[str, frozenset[str]]
    digests: tuple[str, ...]
    folder: str

    def hidden_from(self, role: StaffRole) -> tuple[str, ...]:
        """Beginnings of words that *role* must not be sent."""
        # The administrator looks after the machine, and knows the folder.
        return (*HIDDEN[role], CUSTOMER, *self.digests, *([] if role is StaffRole.ADMIN else [self.folder]))


def plant(made: House) -> Secrets:
    """Give everybody and everything in the house a name that occurs nowhere else."""
    with made.services.transaction() as tx:
        people = {person.id: person for person in tx.session.scalars(select(User))}
        for team in tx.session.scalars(select(Team)):
            team.name = f"{TEAM}-{team.id:02d}"
        for person in people.values():
            _rename(person)
        tx.session.flush()
        for recording in tx.session.scalars(select(Recording)):
            _rename_call(tx, recording, people.get(recording.agent_id or 0))
        for case in tx.session.scalars(select(Case)):
            _write_names(tx, case, people)
        for row in (*tx.session.scalars(select(Conflict)), *tx.session.scalars(select(FormerTeam))):
            row.why = f"因为 {AGENT}-07 {AGENT_NO}07"
        digests = tx.session.execute(select(Recording.sha256, Recording.playable_sha256)).all()
        accounts = {login: people[actor.user_id].login for login, actor in made.people.items()}
        own = {login: _own(people[actor.user_id], people.values()) for login, actor in made.people.items()}
    with made.services.transaction() as tx:
        for table, first in ROWS.items():
            _renumber(tx, table, first)
        for draft in tx.session.scalars(select(RulebookDraft).where(RulebookDraft.replay.is_not(None))):
            draft.replay = _replayed(draft.replay or {}, next(one.agent_no for one in people.values() if one.agent_no))
    folder = str(made.services.settings.data_dir)
    return Secrets(accounts, own, tuple(sorted({digest[:16] for row in digests for digest in row if digest})), folder)


def _rename(person: User) -> None:
    inspects = any(row.role in INSPECTING for row in person.roles)
    person.name = f"{INSPECTOR if inspects else AGENT}-{person.id:02d}"
    person.login = f"{INSPECTOR_ACCOUNT if inspects else AGENT_ACCOUNT}-{person.login}"
    if person.agent_no:
        person.agent_no = f"{AGENT_NO}{person.id:02d}"


def _own(person: User, people: object) -> frozenset[str]:
    """Names that *person* may read: their own, and a leader those of the team."""
    leads = any(row.role is StaffRole.TEAM_LEADER for row in person.roles)
    known = [one for one in people if one is person or (leads and one.team_id == person.team_id)]  # type: ignore[attr-defined]
    words = {word for one in known for word in (one.name, one.login, one.agent_no) if word}
    return frozenset(words | {f"{TEAM}-{person.team_id or 0:02d}"})


def _rename_call(tx: Transaction, recording: Recording, agent: User | None) -> None:
    name, number = (agent.name, agent.agent_no) if agent else (f"{AGENT}-99", f"{AGENT_NO}99")
    recording.file_name, recording.call_id = f"{FILE}-{recording.id}.wav", f"{CALL}-{recording.call_id}"
    recording.agent_no, recording.customer_no = number, f"{CUSTOMER}-{recording.id}"
    recording.started_at = CALLED_AT
    recording.ended_at = CALLED_AT + timedelta(seconds=recording.duration_s or 0)
    recording.details = {**recording.details, "agent_name": name}
    for heard in tx.session.scalars(select(TranscriptRow).where(TranscriptRow.recording_id == recording.id)):
        said = f"我是{name} 工号{number} {SPOKEN_NO}"
        words = [{**one, "text": f"{one['text']}{said}", "words": []} for one in heard.body["utterances"]]
        heard.body = {**heard.body, "utterances": words}


def _write_names(tx: Transaction, case: Case, people: Mapping[int, User]) -> None:
    """People write names where they should not: in every field of a case that takes words."""
    inspectors = tx.session.scalars(select(Assignment.inspector_id).where(Assignment.case_id == case.id)).all()
    agent = people[case.agent_id] if case.agent_id else None
    known = [person for person in (agent, *(people[one] for one in inspectors)) if person]
    names = " ".join(f"{person.name} {person.agent_no or person.login}" for person in known)
    for table, column in _WORDS.items():
        tx.session.execute(update(table).where(table.case_id == case.id).values({column: f"听到 {names}"}))
    for appeal in tx.session.scalars(select(Appeal).where(Appeal.case_id == case.id)):
        for item in appeal.items:
            item.reason = f"请听 {names}"
            item.decision_note = item.decision_note and f"裁定 {names}"
        for told in (one for opinion in appeal.opinions for one in opinion.items):
            told.text = f"意见 {names}"
        tx.session.execute(
            update(Clarification).where(Clarification.appeal_id == appeal.id).values(question=f"请问 {names}")
        )
    taught = update(LibraryEntry).where(LibraryEntry.case_id == case.id, LibraryEntry.title != "")
    tx.session.execute(taught.values(title=f"学习 {names}", note=f"说明 {names}"))


def _replayed(replay: Mapping[str, Any], agent_no: str) -> dict[str, Any]:
    """What a replay left, of the calls as they are numbered now, and of an agent as they are called now."""
    moved = {"recording": ROWS.get("recordings", 0), "transcript": ROWS.get("transcripts", 0)}
    examples = [{**one, **{key: one[key] + more for key, more in moved.items()}} for one in replay["examples"]]
    return {**replay, "examples": examples, "scores": [{**row, "agent": agent_no} for row in replay["scores"]]}


def _renumber(tx: Transaction, table: str, first: int) -> None:
    """Move the keys of *table* by *first*, and whatever points to them."""
    tx.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    target = Base.metadata.tables[table]
    for other in Base.metadata.sorted_tables:
        for column in (key.parent for key in other.foreign_keys if key.column is target.c.id):
            tx.session.execute(update(other).where(column.is_not(None)).values({column: column + first}))
    tx.session.execute(update(target).values(id=target.c.id + first))
