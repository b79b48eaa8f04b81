"""Rulebooks for those who write and publish them: what judges now, what is on its way, and what it would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.casework.draft_text import rulebook_of, texts_of
from engine.casework.drafts import Objection, objections, second_looks
from engine.errors import NotFound
from engine.reading.findings_view import words
from engine.reading.replay_progress import ReplayProgress, progress_of
from engine.services import Services
from models.tables.organisation import User
from models.tables.recordings import RulebookVersion
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction
from rules.difference import differences
from rules.form import Scorecard
from rules.rulebook import Rulebook

# Ended drafts that are still listed.
MOST_ENDED = 20


@dataclass(frozen=True, slots=True)
class RulebookLine:
    """A rulebook that judges new calls."""

    name: str
    title: Mapping[str, str]
    version: int
    published_at: datetime
    rules: int
    forms: tuple[tuple[str, Mapping[str, str]], ...]
    versions: int


@dataclass(frozen=True, slots=True)
class DraftLine:
    public_id: str
    name: str
    note: str
    state: DraftState
    by: str
    changed_at: datetime
    asked_by: str | None
    published_as: int | None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that comes, goes, or is changed."""

    id: str
    title: Mapping[str, str]
    how: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much would change on the calls that are stored; `engine.reading.draft_effect` tells what."""

    at: datetime
    calls: int
    changed_calls: int
    changed_rules: int
    digest: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft. *objections* stop it from being published, *remarks* ask for a second look.

    *progress*: of a replay that is waited for.
    """

    line: DraftLine
    version: int
    base: int
    digest: str
    files: Mapping[str, str]
    changed: tuple[RuleLine, ...]
    objections: tuple[Objection, ...]
    remarks: tuple[Objection, ...]
    progress: ReplayProgress | None
    replay: Replayed | None
    decided_by: str | None
    decision_note: str | None
    may_write: bool
    may_decide: bool


def rulebooks_page(*, actor: Actor, services: Services) -> tuple[tuple[RulebookLine, ...], tuple[DraftLine, ...]]:
    """What judges now, and what is on its way or has lately ended."""
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        rows = tx.session.scalars(select(RulebookVersion).order_by(RulebookVersion.name)).all()
        names = [row.name for row in rows]
        lines = tuple(_line(row, services.rulebooks.of(row.id), names.count(row.name)) for row in rows if row.active)
        drafts = tx.session.scalars(select(RulebookDraft).order_by(RulebookDraft.changed_at.desc())).all()
        going = [draft for draft in drafts if draft.state in (DraftState.OPEN, DraftState.ASKED)]
        ended = [draft for draft in drafts if draft not in going][:MOST_ENDED]
        return lines, tuple(_draft_line(tx, draft) for draft in (*going, *ended))


def draft_page(public_id: str, *, actor: Actor, services: Services) -> DraftPage:
    """Raises:
    NotFound: there is no such draft.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == public_id)).one_or_none()
        if draft is None:
            raise NotFound("draft")
        files = texts_of(draft)
        book, before = rulebook_of(files), services.rulebooks.of(draft.base_version_id)
        mine = actor.user_id in (draft.asked_by_id, draft.created_by_id)
        return DraftPage(
            line=_draft_line(tx, draft),
            version=draft.version,
            base=tx.session.get_one(RulebookVersion, draft.base_version_id).version,
            digest=draft.digest,
            files=files,
            changed=tuple(_changes(before, book)),
            objections=objections(book),
            remarks=second_looks(book),
            progress=progress_of(tx, draft, actor, services),
            replay=_replayed(draft),
            decided_by=_name(tx, draft.decided_by_id),
            decision_note=draft.decision_note,
            may_write=may(actor, Permission.RULES_EDIT) and draft.state is DraftState.OPEN,
            may_decide=may(actor, Permission.RULES_PUBLISH) and draft.state is DraftState.ASKED and not mine,
        )


def active_form(scorecard: str, services: Services) -> Scorecard:
    """The form of that id in a rulebook that judges now.

    Raises:
        NotFound: there is none.
    """
    with services.transaction.read() as tx:
        versions = services.rulebooks.active_ids(tx)
    forms = (form for version in versions for form in services.rulebooks.of(version).scorecards)
    found = next((form for form in forms if form.id == scorecard), None)
    if found is None:
        raise NotFound("scorecard")
    return found


def _line(row: RulebookVersion, book: Rulebook, versions: int) -> RulebookLine:
    forms = tuple((form.id, words(form.title)) for form in book.scorecards)
    return RulebookLine(row.name, words(book.title), row.version, row.published_at, len(book.rules), forms, versions)


def _draft_line(tx: Transaction, draft: RulebookDraft) -> DraftLine:
    published = draft.published_version_id
    return DraftLine(
        public_id=draft.public_id,
        name=draft.name,
        note=draft.note,
        state=draft.state,
        by=_name(tx, draft.created_by_id) or "",
        changed_at=draft.changed_at,
        asked_by=_name(tx, draft.asked_by_id),
        published_as=tx.session.get_one(RulebookVersion, published).version if published else None,
    )


def _name(tx: Transaction, user_id: int | None) -> str | None:
    return None if user_id is None else tx.session.get_one(User, user_id).name


def _changes(before: Rulebook, after: Rulebook) -> list[RuleLine]:
    titles = {rule.id: words(rule.title) for book in (before, after) for rule in book.rules}
    rules = differences(before, after).rules
    every = (("added", rules.added), ("removed", rules.removed), ("changed", rules.changed))
    return [RuleLine(id_, titles[id_], how) for how, ids in every for id_ in ids]


def _replayed(draft: RulebookDraft) -> Replayed | None:
    body = draft.replay
    if body is None or draft.replayed_at is None:
        return None
    return Replayed(draft.replayed_at, body["calls"], body["changed_calls"], len(body["rules"]), str(body["digest"]))
