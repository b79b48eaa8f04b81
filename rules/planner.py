"""Makes a rulebook ready to judge: every condition bound once, every phrase in one matcher.

Conditions that are the same in several rules are one leaf and are looked at once per call.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Listed
from types import MappingProxyType

from rules.agreement import nodes_of
from rules.binder import Binder, Classifier, Similarity
from rules.calls import Sign
from rules.condition import All, AnyOf, AtLeast, Fired, Node, Not, Reference, Sequence
from rules.effect import On
from rules.finding import Finding, Verdict
from rules.operators.base import Operator, Reads
from rules.plan import Branch, Joint, Leaf, Other, Plan, Planned, Quiet, Shortcut, Waking
from rules.rulebook import Rule, Rulebook
from rules.scan import Sought


def planned(
    rulebook: Rulebook,
    classifiers: Mapping[str, Classifier] = MappingProxyType({}),
    similarity: Similarity | None = None,
) -> Plan:
    """Bind every condition of the rulebook."""
    binder = Binder(rulebook.word_lists, rulebook.knowledge, classifiers, similarity)
    return _plans([(rulebook, rulebook.rules, binder)])[0]


def planned_together(parts: Listed[tuple[Rulebook, Listed[Rule]]]) -> tuple[Plan, ...]:
    """A plan for some rules of each rulebook; all of them read what one scan finds."""
    numbers: dict[Sought, int] = {}
    return _plans([(book, rules, Binder(book.word_lists, book.knowledge, numbers=numbers)) for book, rules in parts])


def _plans(parts: Listed[tuple[Rulebook, Listed[Rule], Binder]]) -> tuple[Plan, ...]:
    bound = []
    for _, rules, binder in parts:
        planner = _Planner(binder)
        bound.append((planner, tuple(planner.rule(rule) for rule in rules if rule.not_runnable is None)))
    scanner = parts[0][2].scanner()
    return tuple(
        Plan(book, rules, scanner, planner.count, binder, *_quiet(rules), planner.waking(), planner.signs)
        for (book, _, binder), (planner, rules) in zip(parts, bound, strict=True)
    )


def _quiet(rules: Listed[Planned]) -> tuple[tuple[Quiet, ...], dict[int, tuple[int, ...]]]:
    """Which rules can be passed over, and what rouses them."""
    groups: dict[tuple[int, ...], tuple[tuple[Leaf, ...], list[int]]] = {}
    roused: dict[int, list[int]] = {}
    for at, one in enumerate(rules):
        shortcut = one.prerequisite_shortcut or (one.when_shortcut if _says_nothing(one) else None)
        if shortcut is None:
            continue
        key = tuple(sorted(leaf.absence_number for leaf in shortcut.leaves))
        groups.setdefault(key, (shortcut.leaves, []))[1].append(at)
        for number in shortcut.members:
            roused.setdefault(number, []).append(at)
    quiet = tuple(Quiet(leaves, tuple(places)) for leaves, places in groups.values())
    return quiet, {number: tuple(places) for number, places in roused.items()}


def _says_nothing(one: Planned) -> bool:
    """Whether a trigger that is false means a pass, or a bonus that was not earned, with no prerequisite to ask."""
    return one.prerequisite is None and one.rule.effect.on is On.PRESENCE


def _turned_round(needed: Iterable[tuple[int, frozenset[int] | None]]) -> dict[int, tuple[int, ...]]:
    by: dict[int, list[int]] = {}
    for leaf, numbers in needed:
        for number in numbers or ():
            by.setdefault(number, []).append(leaf)
    return {number: tuple(leaves) for number, leaves in by.items()}


class _Planner:
    def __init__(self, binder: Binder) -> None:
        self._binder = binder
        self._leaves: dict[object, Leaf] = {}
        self._scopes: dict[str, int] = {}
        self._absences: dict[tuple[int, bool, Reads], int] = {}
        self.signs: dict[int, Sign] = {}

    @property
    def count(self) -> int:
        return len(self._leaves)

    def waking(self) -> Waking:
        leaves = self._leaves.values()
        return Waking(
            _turned_round((leaf.number, leaf.needs) for leaf in leaves),
            _turned_round((leaf.number, leaf.needs_too) for leaf in leaves),
            frozenset(leaf.number for leaf in leaves if leaf.needs_too is not None),
        )

    def rule(self, rule: Rule) -> Planned:
        assert rule.when is not None
        named = {
            str(path[1]) if path[0] == "conditions" else node.id: node
            for path, node in nodes_of(rule)
            if isinstance(node, Operator)
        }
        local = _Local(self, {name: node for name, node in named.items() if name is not None})
        absence_costs = rule.effect.on is On.ABSENCE
        prerequisite = None if rule.prerequisite is None else local.branch(rule.prerequisite, strict=False)
        when = local.branch(rule.when, strict=absence_costs)
        return Planned(
            rule,
            when,
            prerequisite,
            Finding(rule.id, rule.title.in_language("zh"), Verdict.PASS, rule.severity),
            _shortcut(when),
            None if prerequisite is None else _shortcut(prerequisite),
        )

    def leaf(self, operator: Operator, name: str, strict: bool, anchors: tuple[Leaf, ...]) -> Leaf:
        strict = strict and operator.reads is Reads.WORDS
        alike = operator.model_dump_json(by_alias=True, exclude={"id"})
        key = (alike, strict, tuple(anchor.number for anchor in anchors), name)
        found = self._leaves.get(key)
        if found is None:
            scope = operator.scope
            number = self._scopes.setdefault(scope.model_dump_json(), len(self._scopes))
            reads = operator.reads
            absence = self._absences.setdefault((number, strict, reads), len(self._absences))
            found = Leaf(
                number=len(self._leaves),
                name=name,
                operator=operator,
                look=operator.bind(self._binder),
                scope=scope,
                scope_number=number,
                absence_number=absence,
                needs=self._needs(operator),
                needs_too=operator.needs_too(self._binder),
                strict=strict,
                anchors=anchors,
                reads=reads,
            )
            self._leaves[key] = found
        return found

    def _needs(self, operator: Operator) -> frozenset[int] | None:
        needs = operator.needs(self._binder)
        sign = operator.sign(self._binder) if needs is None else None
        if sign is None:
            return needs
        number = -1 - len(self.signs)
        self.signs[number] = sign
        return frozenset([number])


class _Local:
    """The conditions of one rule, which know each other by name."""

    def __init__(self, planner: _Planner, named: Mapping[str, Operator]) -> None:
        self._planner = planner
        self._named = named
        self._known: dict[tuple[str, bool], Leaf] = {}

    def branch(self, node: Node, *, strict: bool) -> Branch:
        """The bound form of a node; *strict* turns over below every `not`."""
        if isinstance(node, Operator):
            return self._leaf(node, node.id or "", strict)
        if isinstance(node, Reference):
            return self._leaf(self._named[node.ref], node.ref, strict)
        if isinstance(node, Fired):
            return Other(node.rule)
        if isinstance(node, Not):
            return Joint("not", (self.branch(node.not_, strict=not strict),))
        if isinstance(node, AtLeast):
            return Joint("at_least", self._branches(node.of, strict), node.at_least)
        if isinstance(node, Sequence):
            parts = self._branches(node.sequence, strict)
            return Joint("sequence", parts, 0, node.within_s, node.within_utterances)
        if isinstance(node, All):
            return Joint("all", self._branches(node.all, strict))
        assert isinstance(node, AnyOf)
        return Joint("any", self._branches(node.any, strict))

    def _branches(self, nodes: Listed[Node], strict: bool) -> tuple[Branch, ...]:
        return tuple(self.branch(node, strict=strict) for node in nodes)

    def _leaf(self, operator: Operator, name: str, strict: bool) -> Leaf:
        known = self._known.get((name, strict)) if name else None
        if known is not None:
            return known
        anchors = tuple(self._leaf(self._named[anchor], anchor, False) for anchor in operator.scope.anchors)
        leaf = self._known[name, strict] = self._planner.leaf(operator, name, strict, anchors)
        return leaf


def _shortcut(branch: Branch) -> Shortcut | None:
    """Whether a branch can be said to be false without looking; one leaf stands for all that search the same window."""
    if isinstance(branch, Leaf):
        return Shortcut(frozenset([branch.number]), (branch,), branch.needs or frozenset()) if branch.is_light else None
    if isinstance(branch, Other) or branch.kind == "not":
        return None
    parts = [_shortcut(part) for part in branch.parts]
    known = [part for part in parts if part is not None]
    if branch.kind in ("all", "sequence"):
        return min(known, key=lambda part: len(part.needs), default=None)
    if len(known) < len(parts):
        return None
    leaves = {leaf.absence_number: leaf for part in known for leaf in part.leaves}
    members = frozenset[int]().union(*(one.members for one in known))
    return Shortcut(members, tuple(leaves.values()), frozenset[int]().union(*(one.needs for one in known)))
