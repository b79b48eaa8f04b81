"""A rulebook made ready to judge: its rules as branches and leaves, and what spares looking at most of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from rules.binder import Binder
from rules.calls import Sign
from rules.finding import Finding, Verdict
from rules.operators.base import Look, Operator, Reads
from rules.rulebook import Rule, Rulebook
from rules.scan import Scanner
from rules.scope import Scope


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition.

    Args:
        number: its place among the leaves of the plan.
        needs: the phrases, patterns and signs without any of which it is not there.
        needs_too: others without any of which it is not there either.
        scope_number: which of the different scopes of the plan; leaves that look at the same stretch share it.
        absence_number: leaves that share it can be said to be false of the same calls when nothing was found.
        strict: its absence may cost somebody something, so that one doubtful utterance makes it unknown.
        anchors: the leaves that its window hangs on.
        reads: what the operator relies on.
    """

    number: int
    name: str
    operator: Operator
    look: Look
    scope: Scope
    scope_number: int
    absence_number: int
    needs: frozenset[int] | None
    needs_too: frozenset[int] | None
    strict: bool
    anchors: tuple["Leaf", ...]
    reads: Reads

    @property
    def is_light(self) -> bool:
        """Whether nothing need be looked at where nothing was found that it needs."""
        return self.needs is not None and not self.anchors and not self.scope.every


@dataclass(frozen=True, slots=True)
class Joint:
    """Parts joined by a word of logic.

    Attributes:
        light: of `any`, the conditions that need not be looked at one by one, by number.
        alike: the same in groups that say the same of a call in which nothing was found that they need.
        heavy: its other parts.
    """

    kind: str  # all, any, not, at_least, sequence
    parts: tuple["Branch", ...]
    needed: int = 0
    within_s: float | None = None
    within_utterances: int | None = None
    light: Mapping[int, Leaf] = field(init=False, compare=False)
    alike: tuple[tuple[Leaf, frozenset[int]], ...] = field(init=False, compare=False)
    heavy: tuple["Branch", ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        spared = [part for part in self.parts if self.kind == "any" and isinstance(part, Leaf) and part.is_light]
        groups: dict[int, tuple[Leaf, set[int]]] = {}
        for leaf in spared:
            groups.setdefault(leaf.absence_number, (leaf, set()))[1].add(leaf.number)
        light = {leaf.number: leaf for leaf in spared}
        object.__setattr__(self, "light", light)
        object.__setattr__(self, "alike", tuple((one, frozenset(numbers)) for one, numbers in groups.values()))
        object.__setattr__(self, "heavy", tuple(part for part in self.parts if part not in spared))


@dataclass(frozen=True, slots=True)
class Other:
    """Another rule of the plan."""

    rule: str


Branch = Leaf | Joint | Other


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A branch cannot hold when none of its leaves is woken, provided that their windows can be relied on.

    Args:
        members: the leaves, by number.
        leaves: one of them for every window that must be reliable for that.
        needs: the phrases, patterns and signs that may wake one.
    """

    members: frozenset[int]
    leaves: tuple[Leaf, ...]
    needs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule with its conditions bound.

    Args:
        bare_pass: what is said of a call that passes when nobody asks for the proof.
        when_shortcut, prerequisite_shortcut: spare the look at rules that have nothing to look at.
    """

    rule: Rule
    when: Branch
    prerequisite: Branch | None
    bare_pass: Finding
    when_shortcut: Shortcut | None
    prerequisite_shortcut: Shortcut | None

    @property
    def unless_roused(self) -> Verdict | None:
        """What is said of a call in which nothing was found that the rule needs, if it is passed over then."""
        return None if self.rule.effect.bonus or self.prerequisite is not None else Verdict.PASS


@dataclass(frozen=True, slots=True)
class Quiet:
    """Rules that have nothing to say of a call in which nothing was found that they need.

    Args:
        leaves: one leaf for every window that must be reliable for that.
        rules: by their places in the plan.
    """

    leaves: tuple[Leaf, ...]
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Waking:
    """Which leaves have something to look at, by what was found.

    Args:
        by: phrase, pattern or sign -> the leaves, by number, that need it.
        too_by: the same for what leaves need too.
        demanding: the leaves, by number, that need one thing and another too.
    """

    by: Mapping[int, tuple[int, ...]]
    too_by: Mapping[int, tuple[int, ...]]
    demanding: frozenset[int]

    def woken(self, found: frozenset[int]) -> frozenset[int]:
        """The leaves, by number, of which all that they need was found."""
        first, too = (
            frozenset(chain.from_iterable([by[number] for number in found if number in by]))
            for by in (self.by, self.too_by)
        )
        return first - (self.demanding - too)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is needed to judge calls by one rulebook.

    Args:
        quiet: the rules that can be passed over, by the windows that they search.
        roused_by: leaf, by number -> the rules, by place, that must be looked at when it is woken.
        waking: which leaves have something to look at.
        signs: what can be seen in many calls at once, by number; all numbers are below 0, those of the scan are not.
    """

    rulebook: Rulebook
    rules: tuple[Planned, ...]
    scanner: Scanner
    leaves: int
    binder: Binder
    quiet: tuple[Quiet, ...]
    roused_by: Mapping[int, tuple[int, ...]]
    waking: Waking
    signs: Mapping[int, Sign]
