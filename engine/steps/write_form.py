"""One form of a draft: written, added, or taken out; the rest of its file stays as it is."""

from engine.access import Actor, Permission, require
from engine.casework.draft_forms import fingerprint, form_home, with_version
from engine.casework.draft_text import put_text, texts_of
from engine.casework.drafts import loaded, lock_draft
from engine.casework.move import remember
from engine.errors import Conflict, Invalid
from engine.services import Services
from models.tables.recordings import RulebookVersion
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction
from rules.editing.form_block import RawForm, forms_in, with_form, with_new_form, without_form


def write_form(draft_id: str, form_id: str, raw: RawForm, was: str, *, actor: Actor, services: Services) -> str:
    """Put *raw* in place of a form; the id that the form has now. Others may write other parts meanwhile.

    Args:
        was: the fingerprint of the form as the writer first saw it.

    Raises:
        Invalid: it is no form, or does not fit the rulebook; nothing is changed.
        Conflict: somebody else changed this very form meanwhile; *now* is its fingerprint.
    """
    require(actor, Permission.RULES_EDIT)
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        files = texts_of(draft)
        home = form_home(files, form_id)
        if fingerprint(home.raw) != was:
            raise Conflict("scorecard", now=fingerprint(home.raw))
        published = tx.session.get_one(RulebookVersion, draft.base_version_id).files
        form = with_version(raw, {str(file): str(text) for file, text in published.items()})
        if fingerprint(form) != was:
            _put(draft, with_form(files, home, form), "rulebook.form_written", form_id, tx, actor, services)
        return str(form["id"])


def add_form(draft_id: str, form_id: str, like: str, *, actor: Actor, services: Services) -> str:
    """A further form that says what the form *like* says, under an id of its own.

    Raises:
        NotFound: the draft has no form *like*.
        Invalid: `taken`, or no id.
    """
    require(actor, Permission.RULES_EDIT)
    if not form_id or form_id.split() != [form_id]:
        raise Invalid("form_id", "empty")
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        files = texts_of(draft)
        if any(home.id == form_id for home in forms_in(files)):
            raise Invalid("form_id", "taken")
        raw = {**form_home(files, like).raw, "id": form_id, "version": 1}
        _put(draft, with_new_form(files, raw), "rulebook.form_added", form_id, tx, actor, services)
        return form_id


def drop_form(draft_id: str, form_id: str, *, actor: Actor, services: Services) -> None:
    """Take a form out of the draft.

    Raises:
        NotFound: the draft has no such form.
    """
    require(actor, Permission.RULES_EDIT)
    with services.transaction() as tx:
        draft = lock_draft(tx, draft_id, DraftState.OPEN)
        files = texts_of(draft)
        files = without_form(files, form_home(files, form_id))
        _put(draft, files, "rulebook.form_removed", form_id, tx, actor, services)


def _put(
    draft: RulebookDraft,
    files: dict[str, str],
    action: str,
    form_id: str,
    tx: Transaction,
    actor: Actor,
    services: Services,
) -> None:
    old, now = draft.digest, services.clock()
    put_text(draft, files, loaded(files), now)
    details: dict[str, object] = {"scorecard": form_id}
    remember(tx, action, f"draft:{draft.id}", actor, now, old=old[:12], new=draft.digest[:12], details=details)
