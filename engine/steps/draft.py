"""The next version of a rulebook: begun from what holds, written, replayed against what is stored, or dropped."""

from collections.abc import Mapping

from engine.access import Actor, Permission, require
from engine.blind import new_public_id
from engine.casework import replay_claims
from engine.casework.draft_text import put_text, refuse_stale, texts_of
from engine.casework.drafts import active_version, loaded, lock_draft
from engine.casework.move import remember
from engine.errors import Invalid
from engine.queueing import Job
from engine.services import Services
from models.tables.rulebooks import DraftState, RulebookDraft
from rules.errors import RulebookInvalid
from rules.wordlist import as_yaml, words_of

LONGEST_NOTE = 2000


def begin(name: str, *, actor: Actor, services: Services) -> str:
    """A draft that says what the active version of *name* says; its public id."""
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        base = active_version(tx, name)
        draft = RulebookDraft(
            public_id=new_public_id(),
            name=name,
            base_version_id=base.id,
            files=dict(base.files),
            digest=base.digest,
            note="",
            state=DraftState.OPEN,
            created_by_id=actor.user_id,
            created_at=now,
            changed_at=now,
        )
        tx.session.add(draft)
        tx.session.flush()
        remember(tx, "rulebook.begun", f"draft:{draft.id}", actor, now, old=f"{name} v{base.version}")
        return draft.public_id


def write(
    draft_id: str, files: Mapping[str, str], note: str, version: int, *, actor: Actor, services: Services
) -> None:
    """Put *files* in place of what the draft said; a replay of other words counts no more.

    Raises:
        Invalid: it is no rulebook; nothing is changed, every problem is told with its place.
        Conflict: somebody else wrote since *version*.
    """
    require(actor, Permission.RULES_EDIT)
    if len(note) > LONGEST_NOTE:
        raise Invalid("note", "too_long")
    texts = {file: text.replace("\r\n", "\n") for file, text in files.items() if text.strip()}
    rulebook = loaded(texts)
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        refuse_stale(draft, version)
        old = draft.digest
        put_text(draft, texts, rulebook, now)
        draft.note = note.strip()
        remember(tx, "rulebook.written", f"draft:{draft.id}", actor, now, old=old[:12], new=rulebook.digest[:12])


def add_words(
    draft_id: str, word_list: str, file_name: str, content: bytes, *, actor: Actor, services: Services
) -> tuple[int, int]:
    """Put the words of a table or text file into a word list of the draft, in a file of its own.

    Returns:
        How many words the list now has from the file, and how many lines were repeated.

    Raises:
        Invalid: the file cannot be read, or another file of the draft has a list of that name.
    """
    require(actor, Permission.RULES_EDIT)
    try:
        found = words_of(file_name, content)
    except RulebookInvalid as error:
        raise Invalid("file", "not_a_word_list", detail=str(error)) from error
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        files = texts_of(draft)
        files[f"words-{word_list}.yaml"] = as_yaml(
            word_list, found.words, remark=f"{file_name!r}: {found.assumed}" if found.assumed else ""
        )
        put_text(draft, files, loaded(files), now)
        remember(
            tx,
            "rulebook.words_added",
            f"draft:{draft.id}",
            actor,
            now,
            new=word_list,
            details={"words": len(found.words)},
        )
    return len(found.words), len(found.repeated)


def ask_replay(draft_id: str, *, actor: Actor, services: Services) -> None:
    """Have every stored call judged by what holds and by the draft; a worker answers."""
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        replay_claims.ask(tx, draft, now)
        remember(tx, "rulebook.replay_asked", f"draft:{draft.id}", actor, now, new=draft.digest[:12])
        tx.after_commit(lambda: services.queue.wake(Job.REPLAY))


def stop_replay(draft_id: str, *, actor: Actor, services: Services) -> None:
    """Have a replay that waits or runs ended; nothing is changed where it has ended already.

    The worker hears of it at its next beat, within seconds.
    """
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        replay = replay_claims.stop(tx, draft)
        if replay is not None:
            reached: dict[str, object] = {"calls_done": replay.calls_done, "calls": replay.calls}
            remember(tx, "rulebook.replay_stopped", f"draft:{draft.id}", actor, now, details=reached)


def drop(draft_id: str, *, actor: Actor, services: Services) -> None:
    """The draft is not wanted any more."""
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN, DraftState.ASKED)
        draft.state = DraftState.DROPPED
        remember(tx, "rulebook.dropped", f"draft:{draft.id}", actor, now)
