"""The rules of a draft as a list: what each costs, whether it can be run, what is wrong with it, what a replay saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.casework.draft_text import rulebook_of, texts_of
from engine.errors import Invalid, NotFound
from engine.reading.findings_view import words
from engine.reading.listing import Listing, Wish
from engine.services import Services
from models.tables.rulebooks import DraftState, RulebookDraft
from rules.agreement import nodes_of
from rules.editing.rule_block import blocks
from rules.finding import Severity
from rules.lint import lint
from rules.operators.base import Operator
from rules.rulebook import Rule, Rulebook
from rules.selftest import selftest

SHOWN = ("problems", "not_runnable", "changed", "no_tests")


@dataclass(frozen=True, slots=True)
class DraftRule:
    """One rule.

    Args:
        change: `added` or `changed` since what the draft was begun from; empty where neither.
        problems: remarks of the lint and tests that fail.
        fails_old, fails_new: on stored calls, by the last replay of this text; None where there is none.
    """

    id: str
    title: Mapping[str, str]
    file: str
    severity: str
    points: float
    bonus: bool
    fatal: bool
    review: str
    operators: tuple[str, ...]
    tests: int
    not_runnable: str
    change: str
    problems: tuple[str, ...]
    fails_old: int | None
    fails_new: int | None


@dataclass(frozen=True, slots=True)
class DraftRules:
    """The list. *rules* counts all of the draft, *version* is what a change must name."""

    draft_id: str
    name: str
    version: int
    rules: int
    listing: Listing[DraftRule]
    files: tuple[str, ...]
    may_write: bool


def draft_rules(draft_id: str, wish: Wish, *, actor: Actor, services: Services) -> DraftRules:
    """The rules that are wished for. Filters: `severity`, `file`, `shown` (of SHOWN).

    Raises:
        NotFound: there is no such draft.
        Invalid: a filter or an order that there is not.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == draft_id)).one_or_none()
        if draft is None:
            raise NotFound("draft")
        files = texts_of(draft)
        book, before = rulebook_of(files), services.rulebooks.of(draft.base_version_id)
        seen = draft.replay["rules"] if draft.replay and draft.replayed_digest == draft.digest else ()
        replayed = {str(row["rule"]): (int(row["fails_old"]), int(row["fails_new"])) for row in seen}
        may_write = may(actor, Permission.RULES_EDIT) and draft.state is DraftState.OPEN
        name, version = draft.name, draft.version
    homes = {
        block.id: file for file, text in files.items() if file.endswith((".yaml", ".yml")) for block in blocks(text)
    }
    old = {rule.id: rule for rule in before.rules}
    problems = _problems(book)
    rules = [_line(rule, homes.get(rule.id, ""), old, problems, replayed) for rule in book.rules]
    chosen = _ordered([one for one in rules if _is_wished(one, wish)], wish)
    shown = tuple(chosen[wish.offset : wish.offset + wish.size])
    listing = Listing(shown, len(chosen), wish)
    return DraftRules(draft_id, name, version, len(rules), listing, tuple(sorted(set(homes.values()))), may_write)


def _line(
    rule: Rule,
    file: str,
    old: Mapping[str, Rule],
    problems: Mapping[str, tuple[str, ...]],
    replayed: Mapping[str, tuple[int, int]],
) -> DraftRule:
    kinds = dict.fromkeys(node.op for _, node in nodes_of(rule) if isinstance(node, Operator))
    fails = replayed.get(rule.id)
    return DraftRule(
        id=rule.id,
        title=words(rule.title),
        file=file,
        severity=rule.severity.value,
        points=rule.effect.points,
        bonus=rule.effect.bonus,
        fatal=rule.effect.fatal is not None,
        review=rule.review.value,
        operators=tuple(kinds),
        tests=len(rule.tests),
        not_runnable=rule.not_runnable or "",
        change="added" if rule.id not in old else "changed" if old[rule.id] != rule else "",
        problems=problems.get(rule.id, ()),
        fails_old=fails[0] if fails else None,
        fails_new=fails[1] if fails else None,
    )


# A rulebook of sixty rules runs its tests for two seconds; the same text always says the same.
@lru_cache(maxsize=8)
def _problems(book: Rulebook) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    told = [(remark.where, remark.what) for remark in lint(book)]
    told += [(failure.rule, str(failure).removeprefix(f"{failure.rule}: ")) for failure in selftest(book)]
    for rule_id, what in told:
        found[rule_id] = (*found.get(rule_id, ()), what)
    return found


def _is_wished(one: DraftRule, wish: Wish) -> bool:
    severity, file, shown = (wish.filters.get(key, "") for key in ("severity", "file", "shown"))
    if severity and severity not in set(Severity):
        raise Invalid("severity", "not_offered")
    if shown and shown not in SHOWN:
        raise Invalid("shown", "not_offered")
    said = " ".join((one.id, *one.title.values(), *one.operators)).lower()
    is_shown = {
        "": True,
        "problems": bool(one.problems),
        "not_runnable": bool(one.not_runnable),
        "changed": bool(one.change),
        "no_tests": not one.tests,
    }[shown]
    return (
        (not severity or one.severity == severity)
        and (not file or one.file == file)
        and is_shown
        and all(word in said for word in wish.words.lower().split())
    )


def _ordered(rules: Iterable[DraftRule], wish: Wish) -> list[DraftRule]:
    ranks = list(Severity)
    orders = {
        "": lambda one: (one.file,),
        "id": lambda one: (one.id,),
        "severity": lambda one: (ranks.index(Severity(one.severity)), one.id),
        "points": lambda one: (one.points, one.id),
        "tests": lambda one: (one.tests, one.id),
        "problems": lambda one: (len(one.problems), one.id),
        "hits": lambda one: (one.fails_new or 0, one.id),
    }
    if wish.column not in orders:
        raise Invalid("sort", "not_offered")
    return sorted(rules, key=orders[wish.column], reverse=wish.descending)
