"""What a browser sends of a rule's form when nobody touched it."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.editing.rule_form import RuleForm, Shown, form_of
from rules.editing.schema_fields import Kind


def sent(rule: Mapping[str, Any]) -> dict[str, list[str]]:
    """Every field of the form of *rule*, as it shows it."""
    form = form_of(rule)
    fields = dict(_fields(form))
    for entry in form.entries:
        fields |= {f"{entry.key}:name": [entry.name]}
        fields |= {f"{entry.key}:op": [entry.op]} if entry.kind == "op" else {}
    return {**fields, "when": [form.when], "prerequisite": [form.prerequisite]}


def _fields(form: RuleForm) -> Iterator[tuple[str, list[str]]]:
    for one in (*form.fields, *(field for entry in form.entries for field in entry.fields)):
        yield from _sent(one)


def _sent(one: Shown) -> Iterator[tuple[str, list[str]]]:
    if one.field.kind is Kind.TITLE:
        yield f"{one.name}.zh", [one.value[0]]
        yield f"{one.name}.en", [one.value[1]]
    elif one.field.kind is Kind.CHOICES:
        yield one.name, list(one.value)
    elif one.value or one.field.kind is not Kind.SWITCH:
        yield one.name, ["true" if one.field.kind is Kind.SWITCH else str(one.value).replace("\n", "\r\n")]
