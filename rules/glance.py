"""Which conditions of a plan can be looked at more quickly when nobody asks for the proof."""

from collections.abc import Iterator, Mapping

from rules.operators.base import Look
from rules.plan import Branch, Joint, Leaf, Other, Plan


def glances_of(plan: Plan) -> dict[int, Look]:
    """The quicker looks, by the number of the leaf; none of a leaf on whose hits a window or a sequence hangs."""
    triggers = {one.rule.id: one.when for one in plan.rules}
    branches = [branch for one in plan.rules for branch in (one.when, one.prerequisite) if branch is not None]
    leaves = {leaf.number: leaf for branch in branches for leaf in _leaves(branch, triggers)}
    hung_on = {leaf.number for branch in branches for leaf in _hung_on(branch, triggers)}
    glances = {number: leaf.operator.glance(plan.binder) for number, leaf in leaves.items() if number not in hung_on}
    return {number: glance for number, glance in glances.items() if glance is not None}


def _leaves(branch: Branch, triggers: Mapping[str, Branch]) -> Iterator[Leaf]:
    """The leaves of a branch, and of the rules that it asks."""
    if isinstance(branch, Leaf):
        yield branch
    elif isinstance(branch, Other):
        if branch.rule in triggers:
            yield from _leaves(triggers[branch.rule], triggers)
    else:
        for part in branch.parts:
            yield from _leaves(part, triggers)


def _hung_on(branch: Branch, triggers: Mapping[str, Branch]) -> Iterator[Leaf]:
    for leaf in _leaves(branch, triggers):
        yield from _anchors(leaf)
    for sequence in _sequences(branch):
        yield from _leaves(sequence, triggers)


def _anchors(leaf: Leaf) -> Iterator[Leaf]:
    for anchor in leaf.anchors:
        yield anchor
        yield from _anchors(anchor)


def _sequences(branch: Branch) -> Iterator[Joint]:
    if isinstance(branch, Joint):
        if branch.kind == "sequence":
            yield branch
        for part in branch.parts:
            yield from _sequences(part)
