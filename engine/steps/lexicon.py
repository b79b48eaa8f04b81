"""What a project's calls are told to expect: every change is a version of its own."""

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.casework.hearing import newest_lexicon
from engine.casework.move import remember
from engine.errors import Invalid
from engine.services import Services
from models.tables.lexicons import Lexicon

# The recogniser takes so many words at a time; what comes after is not heard better but worse.
MOST_HOT_WORDS, MOST_CORRECTIONS = 200, 500
LONGEST_WORD, LONGEST_PROMPT = 40, 400


def publish_lexicon(
    project: str,
    *,
    hot_words: Iterable[str],
    initial_prompt: str,
    corrections: Mapping[str, str],
    note: str,
    actor: Actor,
    services: Services,
) -> int:
    """The next version of a project's words; its number. Nothing changed makes no version.

    Recordings heard from now on use it; what was heard before says which version it was heard with.

    Raises:
        Invalid: the project has no name, or there are too many words, or one is too long.
    """
    require(actor, Permission.LEXICON_MANAGE)
    words = tuple(dict.fromkeys(word.strip() for word in hot_words if word.strip()))
    meant = {heard.strip(): right.strip() for heard, right in corrections.items()}
    prompt = initial_prompt.strip()
    _check(project.strip(), words, meant, prompt)
    now = services.clock()
    with services.transaction() as tx:
        newest = newest_lexicon(tx, project.strip())
        pairs = sorted(map(list, meant.items()))
        if newest and (newest.hot_words, newest.initial_prompt, newest.corrections) == (list(words), prompt, pairs):
            return newest.version
        last = tx.session.scalar(select(func.max(Lexicon.version)).where(Lexicon.project == project.strip())) or 0
        row = Lexicon(
            project=project.strip(),
            version=last + 1,
            hot_words=list(words),
            initial_prompt=prompt,
            corrections=pairs,
            note=note.strip()[:200],
            created_at=now,
            created_by_id=actor.user_id,
        )
        tx.session.add(row)
        tx.session.flush()
        remember(
            tx,
            "lexicon.published",
            f"lexicon:{row.id}",
            actor,
            now,
            old=str(last) if last else None,
            new=str(row.version),
            details={"hot_words": len(words), "corrections": len(meant)},
        )
        return row.version


def _check(project: str, words: tuple[str, ...], meant: Mapping[str, str], prompt: str) -> None:
    if not project:
        raise Invalid("project", "empty")
    if len(project) > 80:
        raise Invalid("project", "too_long")
    if len(words) > MOST_HOT_WORDS:
        raise Invalid("hot_words", "too_many")
    if len(meant) > MOST_CORRECTIONS:
        raise Invalid("corrections", "too_many")
    if any(len(word) > LONGEST_WORD for word in words):
        raise Invalid("hot_words", "too_long")
    if any(len(one) > LONGEST_WORD for pair in meant.items() for one in pair):
        raise Invalid("corrections", "too_long")
    if any(not heard or not right for heard, right in meant.items()):
        raise Invalid("corrections", "empty")
    if len(prompt) > LONGEST_PROMPT:
        raise Invalid("initial_prompt", "too_long")
