"""What a rule says in terms of its conditions: all, any, not, at_least, sequence, or the text form of them."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from rules.errors import ExpressionInvalid
from rules.expression import parse
from rules.operators import AnyOperator
from rules.operators.base import Name, Operator
from rules.spec import OrText, Spec

# What a part is called inside pydantic's places, by the key that tells what it is; the space keeps them from keys.
_KINDS = {
    "op": "an operator",
    "all": "all of",
    "any": "any of",
    "not": "not that",
    "at_least": "at least",
    "sequence": "in sequence",
    "rule": "another rule",
    "ref": "a name",
}


class All(Spec):
    """Every part holds."""

    all: tuple["Node", ...] = Field(min_length=1, max_length=200)


class AnyOf(Spec):
    """One part suffices."""

    any: tuple["Node", ...] = Field(min_length=1, max_length=200)


class Not(Spec):
    """The part does not hold."""

    not_: "Node" = Field(alias="not")


class AtLeast(Spec):
    """So many of the parts hold."""

    at_least: int = Field(ge=1, le=200)
    of: tuple["Node", ...] = Field(min_length=1, max_length=200)


class Sequence(Spec):
    """Hits of the parts follow one another in this order, with limits on the gaps between neighbours."""

    sequence: tuple["Node", ...] = Field(min_length=2, max_length=50)
    within_s: float | None = Field(default=None, gt=0)
    within_utterances: int | None = Field(default=None, ge=0)


class Fired(Spec):
    """Another rule was triggered in the same call."""

    rule: str = Field(min_length=1)


class Reference(Spec):
    """A named condition of the rule."""

    ref: Name


def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        tree = parse(value)
    except ExpressionInvalid as problem:
        raise ValueError(str(problem)) from None
    return {"ref": tree} if isinstance(tree, str) else tree


def _kind(value: Any) -> str | None:
    if isinstance(value, Spec):
        key: str | None = "op" if isinstance(value, Operator) else _BY_TYPE.get(type(value))
    else:
        key = next((key for key in _KINDS if key in value), None) if isinstance(value, Mapping) else None
    return None if key is None else _KINDS[key]


Node = TypeAliasType(
    "Node",
    Annotated[
        Annotated[AnyOperator, Tag("an operator")]
        | Annotated[All, Tag("all of")]
        | Annotated[AnyOf, Tag("any of")]
        | Annotated[Not, Tag("not that")]
        | Annotated[AtLeast, Tag("at least")]
        | Annotated[Sequence, Tag("in sequence")]
        | Annotated[Fired, Tag("another rule")]
        | Annotated[Reference, Tag("a name")],
        Discriminator(
            _kind,
            custom_error_type="not_a_condition",
            custom_error_message="needs op, all, any, not, at_least, sequence or rule, or a text such as 'a && !b'",
        ),
        BeforeValidator(_read),
        OrText(),
    ],
)

for _model in (All, AnyOf, Not, AtLeast, Sequence):
    _model.model_rebuild()

_BY_TYPE: dict[type[Spec], str] = {
    All: "all",
    AnyOf: "any",
    Not: "not",
    AtLeast: "at_least",
    Sequence: "sequence",
    Fired: "rule",
    Reference: "ref",
}


def parts(node: Spec) -> tuple[Spec, ...]:
    """The parts that a node joins; none for a condition."""
    if isinstance(node, All):
        return node.all
    if isinstance(node, AnyOf):
        return node.any
    if isinstance(node, AtLeast):
        return node.of
    if isinstance(node, Sequence):
        return node.sequence
    return (node.not_,) if isinstance(node, Not) else ()


def walk(node: Spec, path: str = "") -> Iterator[tuple[str, Spec]]:
    """Every node below and including *node*, with its path as written in the file."""
    yield path, node
    key = "of" if isinstance(node, AtLeast) else _BY_TYPE.get(type(node), "")
    for index, part in enumerate(parts(node)):
        yield from walk(part, f"{path}.{key}" if isinstance(node, Not) else f"{path}.{key}.{index}")
