"""The text of a draft: what changes when it changes."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from engine.errors import Conflict, Invalid, NotFound
from models.tables.rulebooks import RulebookDraft
from rules.editing.check import Home
from rules.editing.rule_block import found_in
from rules.load import load_rulebook_text
from rules.rulebook import Rulebook


def put_text(draft: RulebookDraft, files: Mapping[str, str], rulebook: Rulebook, now: datetime) -> None:
    """The draft says what *files* say, which *rulebook* is; a replay of other words counts no more.

    Raises:
        Invalid: it is another rulebook.
    """
    if rulebook.name != draft.name:
        raise Invalid("files", "other_name", detail=rulebook.name)
    draft.files, draft.digest = dict(files), rulebook.digest
    draft.version, draft.changed_at = draft.version + 1, now
    if draft.replayed_digest != rulebook.digest:
        draft.replay_asked_at = draft.replayed_at = draft.replayed_digest = draft.replay = None


def refuse_stale(draft: RulebookDraft, version: int) -> None:
    """Raises:
    Conflict: somebody else wrote since *version*.
    """
    if draft.version != version:
        raise Conflict("draft", now=str(draft.version))


def texts_of(draft: RulebookDraft) -> dict[str, str]:
    """Its files, by name."""
    return {str(file): str(text) for file, text in sorted(draft.files.items())}


def rulebook_of(files: Mapping[str, str]) -> Rulebook:
    """The rulebook that *files* are, kept while somebody works on it: every page and every few letters ask for it.

    Raises:
        RulebookInvalid: with every problem found.
    """
    return _loaded(tuple(sorted(files.items())))


@lru_cache(maxsize=8)
def _loaded(files: tuple[tuple[str, str], ...]) -> Rulebook:
    return load_rulebook_text(dict(files))


def home_of(files: Mapping[str, str], rule_id: str, file: str = "") -> Home:
    """Where a rule stands, or where a new one will.

    Raises:
        NotFound: the draft has no such rule.
        Invalid: no file of the draft is called *file*.
    """
    if not rule_id:
        if file not in files or not file.lower().endswith((".yaml", ".yml")):
            raise Invalid("file", "not_offered")
        return Home(file)
    found = found_in(files, rule_id)
    if found is None:
        raise NotFound("rule")
    return Home(found[0], found[1].number)
