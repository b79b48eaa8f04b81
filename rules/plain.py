"""Rules that are a matter of single phrases: what they say of many calls is counted at once."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from rules.calls import Calls
from rules.effect import On
from rules.plan import Leaf, Plan, Planned
from rules.scope import Scope, Speaker

_SIDES = tuple(Speaker)


class Sighting(NamedTuple):
    """A rule, by place, one of whose phrases was heard; *sure* is in how many utterances that can be relied on."""

    rule: int
    sure: int


class PlainRules:
    """The rules of a plan that speak as soon as one phrase is heard from the right side, without the places *but*."""

    def __init__(self, plan: Plan, but: Collection[int]) -> None:
        self.places = frozenset(at for at, one in enumerate(plan.rules) if at not in but and _is_plain(one))
        self._count = len(plan.rules)
        self._of_number: dict[int, list[int]] = {}
        self._side = np.zeros(self._count, dtype=np.int64)
        for at in sorted(self.places):
            leaf = plan.rules[at].when
            assert isinstance(leaf, Leaf)
            self._side[at] = _SIDES.index(leaf.scope.role)
            for number in leaf.needs or ():
                self._of_number.setdefault(number, []).append(at)

    def others(self, roused_by: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
        """What rouses the rules that are not plain."""
        others = {number: tuple(at for at in rules if at not in self.places) for number, rules in roused_by.items()}
        return {number: rules for number, rules in others.items() if rules}

    def seen_in(self, calls: Calls) -> list[list[Sighting]]:
        """Per call, what was heard in words that somebody of the right side may have said."""
        seen: list[list[Sighting]] = [[] for _ in calls.transcripts]
        if not self.places:
            return seen
        heard = calls.heard(self._of_number)
        rule, utterance = (
            np.array([(at, place) for rules, place in heard for at in rules], dtype=np.int64).reshape(-1, 2).T
        )
        may_speak = np.stack([calls.may_speak(side) for side in _SIDES])
        certain = np.stack([calls.certainly_speaks(side) for side in _SIDES])
        there = may_speak[self._side[rule], utterance]
        rule, utterance = np.divmod(np.unique((rule * len(calls.texts) + utterance)[there]), max(1, len(calls.texts)))
        pair, which = np.unique(calls.call_of[utterance] * self._count + rule, return_inverse=True)
        sure = np.bincount(which, certain[self._side[rule], utterance], minlength=len(pair)).astype(np.int64)
        call, rule = np.divmod(pair, self._count)
        for at, place, times in zip(call.tolist(), rule.tolist(), sure.tolist(), strict=True):
            seen[at].append(Sighting(place, times))
        return seen


def _is_plain(one: Planned) -> bool:
    leaf = one.when
    if not isinstance(leaf, Leaf) or leaf.needs is None or not leaf.operator.any_suffices:
        return False
    wide = leaf.scope == Scope(role=leaf.scope.role)
    return wide and one.prerequisite is None and one.rule.effect.on is On.PRESENCE
