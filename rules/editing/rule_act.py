"""Conditions added to a rule and taken out of it, as buttons of its form do."""

from dataclasses import replace
from typing import Any

from rules.editing.conditions import Conditions, Entry, Raw, conditions_of, fresh_name, put_together
from rules.editing.expression_text import joined, without
from rules.editing.key_order import in_order
from rules.editing.schema_fields import Kind, fields_of_operator


def with_condition(rule: Raw, op: str) -> dict[str, Any]:
    """The rule with one condition more, which it demands too; *op* may be `sequence` or `rule`."""
    parts = conditions_of(rule)
    kind = op if op in ("sequence", "rule") else "op"
    name = fresh_name((entry.name for entry in parts.entries), kind)
    raw: dict[str, Any] = {"op": op}
    if kind != "op":
        raw = {"sequence": [entry.name for entry in parts.entries][:2]} if kind == "sequence" else {"rule": ""}
    if any(field.path == ("words",) and field.kind is Kind.LINES for field in fields_of_operator(op)):
        raw["words"] = []
    wanted = Conditions((*parts.entries, Entry(name, raw)), joined(parts.when, name), parts.prerequisite)
    return in_order(put_together(rule, wanted, changed=True), rule)


def without_condition(rule: Raw, number: int) -> dict[str, Any]:
    """The rule without one of its conditions, wherever it was used."""
    parts = conditions_of(rule)
    name = parts.entries[number].name
    kept = tuple(_without_part(entry, name) for at, entry in enumerate(parts.entries) if at != number)
    wanted = Conditions(kept, without(parts.when, name), without(parts.prerequisite, name))
    return in_order(put_together(rule, wanted, changed=True), rule)


def _without_part(entry: Entry, name: str) -> Entry:
    parts = entry.raw.get("sequence")
    if entry.kind != "sequence" or not isinstance(parts, list):
        return entry
    return replace(entry, raw={**entry.raw, "sequence": [left for part in parts if (left := without(str(part), name))]})
