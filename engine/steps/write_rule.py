"""One rule of a draft: written, added, or taken out; the rest of its file stays as it is."""

from engine.access import Actor, Permission, require
from engine.casework.draft_text import home_of, put_text, refuse_stale, texts_of
from engine.casework.drafts import loaded, lock_draft
from engine.casework.move import remember
from engine.errors import Invalid
from engine.services import Services
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction
from rules.editing.check import checked
from rules.editing.rule_block import without_block


def write_rule(
    draft_id: str, rule_id: str, text: str, version: int, *, file: str = "", actor: Actor, services: Services
) -> str:
    """Put *text* in place of a rule; the id that the rule has now.

    Args:
        rule_id: empty for a new rule, which becomes the last of *file*.

    Raises:
        Invalid: the text, or the rulebook with it, is wrong; nothing is changed.
        Conflict: somebody else wrote since *version*.
    """
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        refuse_stale(draft, version)
        files = texts_of(draft)
        home = home_of(files, rule_id, file)
        found = checked(files, home, text.replace("\r\n", "\n"))
        if found.rulebook is None:
            told = "\n".join(f"{one.path}: {one.what}" if one.path else one.what for one in found.troubles)
            raise Invalid("files", "not_a_rulebook", detail=told)
        old = draft.digest
        put_text(draft, found.files, found.rulebook, now)
        action = "rulebook.rule_written" if rule_id else "rulebook.rule_added"
        _remember(tx, action, draft, actor, old, rule_id, found.id, home.file)
        return found.id


def drop_rule(draft_id: str, rule_id: str, version: int, *, actor: Actor, services: Services) -> None:
    """Take a rule out of the draft.

    Raises:
        Invalid: something else in the rulebook needs it; nothing is changed.
        Conflict: somebody else wrote since *version*.
    """
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        refuse_stale(draft, version)
        files = texts_of(draft)
        home = home_of(files, rule_id)
        assert home.number is not None
        files[home.file] = without_block(files[home.file], home.number)
        rulebook, old = loaded(files), draft.digest
        put_text(draft, files, rulebook, now)
        _remember(tx, "rulebook.rule_removed", draft, actor, old, rule_id, "", home.file)


def _remember(
    tx: Transaction, action: str, draft: RulebookDraft, actor: Actor, old: str, before: str, after: str, file: str
) -> None:
    details: dict[str, object] = {"rule": after or before, "file": file}
    if before and after and before != after:
        details["was"] = before
    new = draft.digest
    remember(tx, action, f"draft:{draft.id}", actor, draft.changed_at, old=old[:12], new=new[:12], details=details)
