"""Publishing a rulebook: one person asks, when lint, tests and replay are done; another says yes."""

from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.draft_text import texts_of
from engine.casework.drafts import active_version, loaded, lock_draft, objections
from engine.casework.move import remember
from engine.casework.tell import tell, those_who_may
from engine.errors import Refused
from engine.rulebooks import publish
from engine.services import Services
from models.tables.notices import NoticeKind
from models.tables.recordings import RulebookVersion
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction


def ask(draft_id: str, *, actor: Actor, services: Services) -> None:
    """Ask a second person to publish the draft as it is now.

    Raises:
        Refused: `unchanged`, `not_linted` (with the first objection), `not_replayed`, `note_missing`.
    """
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    _try_its_tests(draft_id, services)
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        _check(tx, draft)
        draft.state = DraftState.ASKED
        draft.asked_by_id, draft.asked_at = actor.user_id, now
        draft.decided_by_id = draft.decided_at = draft.decision_note = None
        remember(tx, "rulebook.publication_asked", f"draft:{draft.id}", actor, now, new=draft.digest[:12])
        for user_id in those_who_may(tx, Permission.RULES_PUBLISH):
            if user_id not in _authors(draft):
                tell(tx, user_id, NoticeKind.PUBLICATION_ASKED, draft.public_id, now)


def grant(draft_id: str, note: str, *, actor: Actor, services: Services) -> int:
    """Publish: from the next call on the draft judges. The id of the published version.

    Raises:
        Refused: `same_person` asked for it, or wrote it; `overtaken`: another version was published meanwhile.
    """
    require(actor, Permission.RULES_PUBLISH)
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.ASKED)
        _second_person(draft, actor)
        before = active_version(tx, draft.name)
        if before.id != draft.base_version_id:
            raise Refused("overtaken")
        version_id = publish(tx, draft.name, texts_of(draft), now)
        _decided(draft, note, actor, now)
        draft.published_version_id = version_id
        draft.state = DraftState.PUBLISHED
        number = tx.session.get_one(RulebookVersion, version_id).version
        remember(
            tx,
            "rulebook.published",
            f"rulebook:{version_id}",
            actor,
            now,
            old=f"v{before.version}",
            new=f"v{number}",
            why=note.strip() or None,
            details={"draft": draft.id, "asked_by": draft.asked_by_id},
        )
        _tell_authors(tx, draft, NoticeKind.PUBLICATION_GRANTED, note, now)
        return version_id


def refuse(draft_id: str, note: str, *, actor: Actor, services: Services) -> None:
    """Give the draft back to be changed; a refusal says why."""
    require(actor, Permission.RULES_PUBLISH)
    if not note.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.ASKED)
        _second_person(draft, actor)
        _decided(draft, note, actor, now)
        draft.state = DraftState.OPEN
        remember(tx, "rulebook.publication_refused", f"draft:{draft.id}", actor, now, why=note.strip())
        _tell_authors(tx, draft, NoticeKind.PUBLICATION_REFUSED, note, now)


def _try_its_tests(draft_id: str, services: Services) -> None:
    """Nothing slow happens while the draft is held: what its tests come to is known by then."""
    with services.transaction.read() as tx:
        draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == draft_id)).one_or_none()
        files = texts_of(draft) if draft else {}
    if files:
        objections(loaded(files))


def _check(tx: Transaction, draft: RulebookDraft) -> None:
    before = active_version(tx, draft.name)
    if before.id != draft.base_version_id:
        raise Refused("overtaken")
    if before.digest == draft.digest:
        raise Refused("unchanged")
    if not draft.note.strip():
        raise Refused("note_missing")
    wrong = objections(loaded(texts_of(draft)))
    if wrong:
        raise Refused("not_linted", where=str(wrong[0]))
    if draft.replayed_digest != draft.digest:
        raise Refused("not_replayed")


def _second_person(draft: RulebookDraft, actor: Actor) -> None:
    if actor.user_id in _authors(draft):
        raise Refused("same_person")


def _authors(draft: RulebookDraft) -> tuple[int, ...]:
    """Who began it and who asked for it: often one person, and never the second one."""
    return tuple(dict.fromkeys(one for one in (draft.created_by_id, draft.asked_by_id) if one is not None))


def _tell_authors(tx: Transaction, draft: RulebookDraft, kind: NoticeKind, note: str, now: datetime) -> None:
    for user_id in _authors(draft):
        tell(tx, user_id, kind, draft.public_id, now, params={"why": note.strip()} if note.strip() else None)


def _decided(draft: RulebookDraft, note: str, actor: Actor, now: datetime) -> None:
    draft.decided_by_id, draft.decided_at, draft.decision_note = actor.user_id, now, note.strip() or None
