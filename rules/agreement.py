"""Whether the parts of a rulebook agree: every name that is used exists once, and nothing hangs on itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rules.condition import Fired, Reference, walk
from rules.form import Scorecard
from rules.operators.base import Operator
from rules.rulebook import Rule
from rules.yaml_text import Path

Disagreement = tuple[str, Path, str, str]
Placed = Sequence[tuple[str, Path, Rule]]


def disagreements(
    rules: Placed,
    scorecards: Sequence[tuple[str, Path, Scorecard]],
    word_lists: Mapping[str, tuple[str, ...]],
    knowledge: Mapping[str, object],
    broken: set[str],
) -> Iterator[Disagreement]:
    """Every place where parts do not agree, as file, path, what, rule.

    Args:
        broken: ids of rules that were refused for other reasons; naming them is not a second problem.
    """
    known = {rule.id for _, _, rule in rules} | broken
    yield from _twice(rules, "another rule has this id already")
    yield from _twice(scorecards, "another scorecard has this id and version already")
    for file, path, rule in rules:
        for inside, what in _inside(rule, known, word_lists, knowledge):
            yield file, (*path, *inside), what, rule.id
    for file, path, what, rule_id in _rule_cycles(rules):
        yield file, path, what, rule_id
    for file, path, card in scorecards:
        for section_at, section in enumerate(card.sections):
            for item_at, item in enumerate(section.items):
                for at, rule_id in enumerate(item.rules):
                    if rule_id not in known:
                        place = (*path, "sections", section_at, "items", item_at, "rules", at)
                        yield file, place, f"no rule {rule_id!r}", card.id
        for rule_id in card.effects:
            if rule_id not in card.rule_ids():
                yield file, (*path, "effects", rule_id), "no item of this form has this rule", card.id


def nodes_of(rule: Rule) -> Iterator[tuple[Path, Operator | Fired | Reference]]:
    """Every condition, reference and dependence of a rule, with its path inside the rule."""
    for name, operator in rule.conditions.items():
        yield ("conditions", name), operator
    for key, node in (("prerequisite", rule.prerequisite), ("when", rule.when)):
        if node is not None:
            for path, part in walk(node, key):
                if isinstance(part, (Operator, Fired, Reference)):
                    yield tuple(int(step) if step.isdecimal() else step for step in path.split(".")), part


def _twice(placed: Iterable[tuple[str, Path, Rule | Scorecard]], what: str) -> Iterator[Disagreement]:
    seen: set[tuple[str, int]] = set()
    for file, path, part in placed:
        key = (part.id, part.version if isinstance(part, Scorecard) else 0)
        if key in seen:
            yield file, (*path, "id"), what, part.id
        seen.add(key)


def _inside(
    rule: Rule, known: set[str], word_lists: Mapping[str, object], knowledge: Mapping[str, object]
) -> Iterator[tuple[Path, str]]:
    named: dict[str, Operator] = {}
    for path, node in nodes_of(rule):
        if isinstance(node, Fired) and node.rule not in known:
            yield (*path, "rule"), f"no rule {node.rule!r}"
        if not isinstance(node, Operator):
            continue
        name = str(path[1]) if path[0] == "conditions" else node.id
        if name is not None:
            if name in named:
                yield path, f"another condition of this rule is called {name!r} already"
            named[name] = node
        for list_name in node.lists():
            if list_name not in word_lists:
                yield path, f"no word list {list_name!r}"
        for base in node.knowledge_bases():
            if base not in knowledge:
                yield path, f"no knowledge base {base!r}"
    for path, node in nodes_of(rule):
        names = (node.ref,) if isinstance(node, Reference) else node.scope.anchors if isinstance(node, Operator) else ()
        for name in names:
            if name not in named:
                yield path, f"no condition {name!r} in this rule"
    for cycle in _cycles({name: node.scope.anchors for name, node in named.items()}):
        yield ("conditions",) if cycle[0] in rule.conditions else ("when",), f"hangs on itself: {' → '.join(cycle)}"


def _rule_cycles(rules: Placed) -> Iterator[Disagreement]:
    needs = {rule.id: tuple(node.rule for _, node in nodes_of(rule) if isinstance(node, Fired)) for _, _, rule in rules}
    places = {rule.id: (file, path) for file, path, rule in rules}
    for cycle in _cycles(needs):
        file, path = places[cycle[0]]
        yield file, path, f"waits for itself: {' → '.join(cycle)}", cycle[0]


def _cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Each cycle once, beginning and ending with the same name."""
    done: set[str] = set()
    for start in edges:
        trail: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            name, depth = stack.pop()
            del trail[depth:]
            if name in trail:
                cycle = trail[trail.index(name) :]
                if not done.intersection(cycle):
                    yield (*cycle, name)
                done.update(cycle)
                continue
            if name in done:
                continue
            trail.append(name)
            targets = edges.get(name, ())
            if not targets:
                done.add(name)
            stack.extend((target, depth + 1) for target in targets)
        done.update(trail)
