"""Whether the parts of a rulebook agree: every name that is used exists once, and nothing hangs on itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rules.condition import Fired, Reference, walk
from rules.form import Scorecard
from rules.operators.base import Operator
from rules.rulebook import Rule
from rules.yaml_text import Path

Disagreement = tuple[str, Path, str, str]
Placed = Sequence[tuple[str, Path, Rule]]
MOST_IN_A_ROW = 20  # as deep as rule files may be nested; far more than anyone can follow
MOST_CONDITIONS = 2_000  # of one rule; two rules that both wait for two others double them at every step


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
                if item.prerequisite is not None and item.prerequisite not in known:
                    place = (*path, "sections", section_at, "items", item_at, "prerequisite")
                    yield file, place, f"no rule {item.prerequisite!r}", card.id
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
    yield from _hung_up(rule, {name: node.scope.anchors for name, node in named.items()})


def _hung_up(rule: Rule, anchors: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Path, str]]:
    """Windows that hang on themselves, or on too many others to be worked out."""
    order, cycles = _ordered(anchors)
    for cycle in cycles:
        yield ("conditions",) if cycle[0] in rule.conditions else ("when",), f"hangs on itself: {' → '.join(cycle)}"
    for name in () if cycles else _too_deep(order, anchors):
        place: Path = ("conditions", name) if name in rule.conditions else ("when",)
        yield place, f"{name!r} hangs on more than {MOST_IN_A_ROW} conditions, one behind the other"


def _rule_cycles(rules: Placed) -> Iterator[Disagreement]:
    parts = {rule.id: tuple(nodes_of(rule)) for _, _, rule in rules}
    needs = {id_: tuple(node.rule for _, node in nodes if isinstance(node, Fired)) for id_, nodes in parts.items()}
    places = {rule.id: (file, path) for file, path, rule in rules}
    order, cycles = _ordered(needs)
    for cycle in cycles:
        file, path = places[cycle[0]]
        yield file, path, f"waits for itself: {' → '.join(cycle)}", cycle[0]
    if cycles:
        return
    for id_ in _too_deep(order, needs):
        file, path = places[id_]
        yield file, path, f"waits for more than {MOST_IN_A_ROW} rules, one behind the other", id_
    sizes: dict[str, int] = {}
    for id_ in order:
        sizes[id_] = len(parts.get(id_, ())) + sum(sizes[target] for target in needs.get(id_, ()))
        if sizes[id_] > MOST_CONDITIONS >= max((sizes[one] for one in needs.get(id_, ())), default=0):
            file, path = places[id_]
            yield file, path, f"has more than {MOST_CONDITIONS} conditions with those of the rules it waits for", id_


def _too_deep(order: Sequence[str], edges: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The names that are one too many in a row; *order* has every name after those it needs."""
    depths: dict[str, int] = {}
    for name in order:
        depths[name] = 1 + max((depths[target] for target in edges.get(name, ())), default=-1)
        if depths[name] == MOST_IN_A_ROW + 1:
            yield name


def _ordered(edges: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Every name after those it needs; and the cycles, each beginning and ending with the same name."""
    done: dict[str, None] = {}
    cycles: list[tuple[str, ...]] = []
    for start in edges:
        trail: dict[str, Iterator[str]] = {} if start in done else {start: iter(edges[start])}
        while trail:
            name = next(reversed(trail))
            target = next(trail[name], None)
            if target is None:
                done[name] = None
                del trail[name]
            elif target in trail:
                names = list(trail)
                cycles.append((*names[names.index(target) :], target))
            elif target not in done:
                trail[target] = iter(edges.get(target, ()))
    return list(done), cycles
