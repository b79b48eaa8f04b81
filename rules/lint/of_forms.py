"""What is allowed in a scorecard but will not score as meant."""

from collections.abc import Callable, Iterator, Mapping

from rules.agreement import nodes_of
from rules.form import Item, Scorecard, Section
from rules.lint.remark import Grade
from rules.rulebook import Rule, Rulebook

# Grade, the id of the item or section (empty: the whole form), and what is said of it.
SaidOf = tuple[Grade, str, str]


def _items(card: Scorecard, rulebook: Rulebook) -> Iterator[SaidOf]:
    homes: dict[str, str] = {}
    for item in card.items():
        for rule_id in item.rules:
            if rule_id in homes:
                yield (
                    Grade.ERROR,
                    item.id,
                    f"{rule_id} counts in {homes[rule_id]} and in {item.id}: the agent pays twice",
                )
            homes.setdefault(rule_id, item.id)
            yield from _rule_of_item(card, item, rulebook.rule(rule_id))
        if item.prerequisite is not None and rulebook.rule(item.prerequisite).not_runnable:
            yield Grade.ERROR, item.id, f"its prerequisite {item.prerequisite} cannot be run: nobody is ever asked"
        if item.cap is not None and item.cap > card.maximum_of(item):
            yield Grade.WARNING, item.id, f"a cap of {item.cap:g} is above the maximum of {card.maximum_of(item):g}"
        if item.rules and item.manual is None and all(rulebook.rule(rule_id).not_runnable for rule_id in item.rules):
            yield Grade.ERROR, item.id, "none of its rules can be run and no question is asked"


def _rule_of_item(card: Scorecard, item: Item, rule: Rule) -> Iterator[SaidOf]:
    effect = card.effects[rule.id]
    most = item.cap if item.cap is not None else card.maximum_of(item)
    if effect.bonus is not item.bonus:
        yield Grade.ERROR, item.id, f"{rule.id} {'adds' if effect.bonus else 'takes off'} points, the item does not"
    if not (effect.points or effect.fatal or effect.critical or item.fatal or item.critical or _costs_by_itself(rule)):
        yield Grade.WARNING, item.id, f"{rule.id} changes no points"
    if -effect.points > most:
        yield Grade.WARNING, item.id, f"{rule.id} takes {-effect.points:g} off, no more than {most:g} can be lost here"


def _costs_by_itself(rule: Rule) -> bool:
    """Whether an operator of the rule takes points off, as the steps of a script do."""
    return any(step.points for _, node in nodes_of(rule) for step in getattr(node, "steps", ()))


def _goals(card: Scorecard, rulebook: Rulebook) -> Iterator[SaidOf]:
    for section in card.sections:
        most = sum(card.maximum_of(item) for item in section.items if not item.bonus)
        parts: list[tuple[Section | Item, float]] = [(section, most)]
        parts += [(item, card.maximum_of(item)) for item in section.items]
        for part, top in parts:
            for goal in (part.benchmark, part.target):
                if goal is not None and goal > top + 1e-9:
                    yield Grade.ERROR, part.id, f"a goal of {goal:g} is above the maximum of {top:g}"
            if part.benchmark is not None and part.target is not None and part.target < part.benchmark:
                yield Grade.WARNING, part.id, "the target is below the benchmark"
    if card.pass_mark == 0:
        yield Grade.WARNING, "", "every call passes: pass_mark is 0"


def _balance(card: Scorecard, rulebook: Rulebook) -> Iterator[SaidOf]:
    for section in card.sections:
        applicable = [item for item in section.items if not item.bonus]
        if applicable and all(item.na_allowed for item in applicable):
            yield Grade.WARNING, section.id, "every item may be not applicable, so the whole section may vanish"
        if not applicable:
            yield Grade.WARNING, section.id, "has bonus items alone"
    if not any(item.rules for item in card.items()):
        yield Grade.WARNING, "", "no rule counts on this form: every call is left to people"


def said_of(card: Scorecard, rulebook: Rulebook) -> Iterator[tuple[str, SaidOf]]:
    """Everything to say of one form, each with the name of its check."""
    for check, says in CHECKS.items():
        for said in says(card, rulebook):
            yield check, said


CHECKS: Mapping[str, Callable[[Scorecard, Rulebook], Iterator[SaidOf]]] = {
    "items": _items,
    "goals": _goals,
    "balance": _balance,
}
