"""Two versions of a rulebook on the same calls: what they have in common is looked for, and judged, once."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rules.agreement import nodes_of
from rules.condition import Fired
from rules.planner import planned_together
from rules.rulebook import Rule, Rulebook
from rules.ruling import Call, Ruling, Rulings, batches, scan

# What no verdict depends on.
_FOR_PEOPLE = frozenset({"title", "why", "severity", "level", "tags", "tests", "origin"})


class Comparison:
    """Old and new made ready for judging calls by the thousand.

    Attributes:
        old_rules, new_rules: the ids of the rules of each, in the order of its codes.
    """

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        same = rules_in_common(old, new)
        needed = _reached({rule.id for rule in new.rules} - same, _waits(new))
        changed = tuple(rule for rule in new.rules if rule.id in needed)
        before, after = planned_together(((old, old.rules), (new, changed)))
        self._scanner = before.scanner
        self._old, self._changed = Rulings(before), Rulings(after)
        self.old_rules = self._old.rules
        self.new_rules = tuple(rule.id for rule in new.rules if rule.not_runnable is None)
        place = {rule: at for at, rule in enumerate(self.new_rules)}
        judged = [*self._old.rules, *self._changed.rules]
        kept = len(self._old.rules)
        # Of what is judged, first by the old version and then by what changed: its place in the new version.
        self._place = {
            at: place[rule] for at, rule in enumerate(judged) if (rule in same) is (at < kept) and rule in place
        }
        self._sources = sorted(self._place, key=self._place.__getitem__)
        self._is_one = not changed and self.new_rules == self.old_rules

    def of(self, calls: Sequence[Call]) -> list[tuple[Ruling, Ruling]]:
        """What the old and the new version say of each call."""
        found: list[tuple[Ruling, Ruling]] = []
        for some in batches(calls):
            heard = scan(self._scanner, some)
            old = self._old.of_heard(some, heard)
            found += zip(old, old if self._is_one else self._new(old, self._changed.of_heard(some, heard)), strict=True)
        return found

    def _new(self, old: Sequence[Ruling], changed: Sequence[Ruling]) -> Iterator[Ruling]:
        """The rulings of the new version, from those of the old one and of what changed."""
        for was, now in zip(old, changed, strict=True):
            codes, kept, place = was.codes + now.codes, len(was.codes), self._place
            counts = {place[at]: count for at, count in was.counts.items() if at in place}
            counts |= {place[kept + at]: count for at, count in now.counts.items() if kept + at in place}
            yield Ruling(bytes(map(codes.__getitem__, self._sources)), counts)


def rules_in_common(old: Rulebook, new: Rulebook) -> frozenset[str]:
    """The rules that say the same of every call in both versions, by themselves and by all that they refer to."""
    if (old.limits, old.language) != (new.limits, new.language):
        return frozenset()
    named = _differing(old.word_lists, new.word_lists) | _differing(old.knowledge, new.knowledge)
    rewarded = _rewarded(old) ^ _rewarded(new)
    before = {rule.id: _judged_by(rule) for rule in old.rules}
    gone = before.keys() - {rule.id for rule in new.rules}
    changed = {
        rule.id
        for rule in new.rules
        if _judged_by(rule) != before.get(rule.id) or rule.id in rewarded or _names_one_of(named, rule)
    }
    waited_for: dict[str, list[str]] = {}
    for rule, others in _waits(new).items():
        for other in others:
            waited_for.setdefault(other, []).append(rule)
    return frozenset(rule.id for rule in new.rules) - _reached(changed | gone, waited_for)


def _judged_by(rule: Rule) -> dict[str, object]:
    return {name: value for name, value in rule if name not in _FOR_PEOPLE}


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def _rewarded(rulebook: Rulebook) -> set[str]:
    """The rules of bonus items, whose passes are counted."""
    return {rule for card in rulebook.scorecards for item in card.items() if item.bonus for rule in item.rules}


def _names_one_of(names: Iterable[str], rule: Rule) -> bool:
    """Whether one of these words stands in a condition, whatever for: no list is used but by its name."""
    quoted = [json.dumps(name, ensure_ascii=False) for name in names]
    parts = [node.model_dump_json() for _, node in nodes_of(rule)]
    return any(name in part for name in quoted for part in parts)


def _waits(rulebook: Rulebook) -> dict[str, list[str]]:
    """For each rule, the rules that it waits for."""
    return {rule.id: [node.rule for _, node in nodes_of(rule) if isinstance(node, Fired)] for rule in rulebook.rules}


def _reached(first: Iterable[str], links: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """These, those they are linked to, and so on."""
    found, waiting = set[str](), list(first)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(links.get(one, ()))
    return frozenset(found)
