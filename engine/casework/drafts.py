"""Rulebooks on their way: reading one for writing, and whether it is fit to be published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from engine.casework.draft_text import rulebook_of
from engine.errors import Conflict, Invalid, NotFound
from models.tables.recordings import RulebookVersion
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction
from rules.errors import RuleError
from rules.lint import lint
from rules.lint.remark import Grade
from rules.rulebook import Rulebook
from rules.selftest import selftest


def lock_draft(tx: Transaction, public_id: str, *states: DraftState) -> RulebookDraft:
    """The draft, held until the transaction ends.

    Raises:
        NotFound: there is none.
        Conflict: it is in none of *states*.
    """
    draft = tx.session.scalars(
        select(RulebookDraft).where(RulebookDraft.public_id == public_id).with_for_update()
    ).one_or_none()
    if draft is None:
        raise NotFound("draft")
    if draft.state not in states:
        raise Conflict("draft", now=draft.state.value)
    return draft


def loaded(files: Mapping[str, str]) -> Rulebook:
    """Raises:
    Invalid: the files are no rulebook; the detail has every problem with its place.
    """
    try:
        return rulebook_of(files)
    except RuleError as error:
        raise Invalid("files", "not_a_rulebook", detail=str(error)) from error


@dataclass(frozen=True, slots=True)
class Objection:
    """*where*: the rule, the form, or what else of the rulebook it is about."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


# The tests of a whole pack take seconds; the same rulebook always says the same.
@lru_cache(maxsize=8)
def objections(rulebook: Rulebook) -> tuple[Objection, ...]:
    """What forbids publishing: remarks of the lint that are errors, and tests of rules that fail."""
    wrong = (Objection(one.where, one.what) for one in lint(rulebook) if one.grade is Grade.ERROR)
    return (*wrong, *(Objection(failure.rule, failure.what) for failure in selftest(rulebook)))


def second_looks(rulebook: Rulebook) -> tuple[Objection, ...]:
    """What the lint remarks upon and does not forbid."""
    return tuple(Objection(one.where, one.what) for one in lint(rulebook) if one.grade is not Grade.ERROR)


def active_version(tx: Transaction, name: str) -> RulebookVersion:
    """The version of *name* that judges new calls.

    Raises:
        NotFound: no rulebook is called so.
    """
    row = tx.session.scalars(
        select(RulebookVersion).where(RulebookVersion.name == name, RulebookVersion.active)
    ).one_or_none()
    if row is None:
        raise NotFound("rulebook")
    return row
