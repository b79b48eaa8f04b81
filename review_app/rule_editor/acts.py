"""What the buttons of the editor do to the text of a rule, before anything is saved."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.reading.rule_editor import EditorPage
from review_app.rule_editor.tester import Tester
from rules.editing.draft import changed, mapping_in, with_test, without_test
from rules.editing.rule_act import with_condition, without_condition
from rules.editing.schema_fields import operators

JOINTS = ("sequence", "rule")
Rule = Mapping[str, Any]


def acted(page: EditorPage, act: str, tester: Tester) -> str | None:
    """The text after a button; None where the button changes no text, or the text cannot be read."""
    rule = mapping_in(page.text)
    name, _, value = act.partition(":")
    made = _ACTS[name](rule, value, tester) if rule is not None and name in _ACTS else None
    return None if made is None else changed(page.text, made)


def _add(rule: Rule, _value: str, tester: Tester) -> dict[str, Any] | None:
    return with_condition(rule, tester.add_op) if tester.add_op in (*operators(), *JOINTS) else None


def _remove(rule: Rule, value: str, _tester: Tester) -> dict[str, Any] | None:
    try:
        return without_condition(rule, int(value))
    except (ValueError, IndexError):
        return None


def _add_test(rule: Rule, _value: str, tester: Tester) -> dict[str, Any] | None:
    call = tester.call.strip()
    return with_test(rule, call, tester.expect, tester.metadata) if call and tester.is_expectable else None


def _drop_test(rule: Rule, value: str, _tester: Tester) -> dict[str, Any] | None:
    return without_test(rule, int(value)) if value.isdecimal() else None


_ACTS: Mapping[str, Callable[[Rule, str, Tester], dict[str, Any] | None]] = {
    "add": _add,
    "remove": _remove,
    "add-test": _add_test,
    "drop-test": _drop_test,
}
