"""The rules of a document, each with the conditions it needs."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from rules.agreement import MOST_IN_A_ROW
from rules.errors import Problem, RulebookInvalid
from rules.importers.aliyun.conditions import Conditions, Converted, id_of
from rules.importers.aliyun.dialogue import transcripts_of
from rules.importers.aliyun.document import Bundle, bundles, parsed
from rules.importers.aliyun.fields import Fields
from rules.importers.aliyun.heading import Ids, heading_of, title_of
from rules.importers.aliyun.logic import logic_of, names_in, tidy, written_out
from rules.importers.aliyun.result import Imported, ImportedRule, Unrunnable
from rules.place import dotted, place_of, words_of
from rules.rulebook import Rule

LEFT_OVER = "unused-conditions"


def import_rules(text: str, name: str = "document") -> Imported:
    """Every rule of a document of any of the three dialects.

    Args:
        name: the file's name, for problems.

    Raises:
        RulebookInvalid: not JSON, or nothing in it is a rule or a condition. A rule that cannot run raises nothing: it
            comes back marked.
    """
    document = parsed(text, name)
    found = list(bundles(document))
    if not found:
        raise RulebookInvalid([Problem(name, "", "", "no rules and no conditions in it")])
    ids = Ids()
    named = [(ids.of(rule), rule, bundle) for bundle in found for rule in bundle.rules]
    rules = [_imported(rule_id, rule, Conditions(bundle.conditions), ids) for rule_id, rule, bundle in named]
    return Imported(tuple(_settled([*rules, *_left_over(found, ids)])), transcripts_of(document), text)


def _imported(rule_id: str, rule: Fields, conditions: Conditions, ids: Ids) -> ImportedRule:
    converted, needed = Converted(), _ids_in(rule)
    written: dict[str, Any] = {"id": rule_id, "title": title_of(rule, rule_id)}
    reason = None
    try:
        written |= heading_of(rule, rule_id, ids)
        when = _when(rule, conditions, converted)
        candidate = written | {"conditions": converted.written, "when": when}
        _validate(candidate)
        written = candidate
    except Unrunnable as failed:
        reason = failed.reason
        written.setdefault("why", f"导入自其他系统:{written['title']}")
        written["not_runnable"] = reason
    originals = converted.used.values() if reason is None else conditions.originals(needed)
    remarks = tuple(dict.fromkeys(converted.remarks)) if reason is None else ()
    written["origin"] = {
        "format": "aliyun",
        **({"remarks": list(remarks)} if remarks else {}),
        "rule": rule.raw,
        "conditions": [condition.raw for condition in originals],
    }
    return ImportedRule(rule_id, written["title"], written, reason, remarks, _triggers(rule))


def _when(rule: Fields, conditions: Conditions, converted: Converted) -> str:
    if rule.whole("targetType") == 11:
        raise Unrunnable("a flow rule (targetType 11)")
    written = rule.text("lambda", "ruleLambda") or "&&".join(_listed_triggers(rule))
    if not written:
        raise Unrunnable("no lambda and no triggers")
    tree = logic_of(written, "the rule")
    return tidy(written_out(tree, lambda name: conditions.convert(name, converted)))


def _validate(written: dict[str, Any]) -> None:
    """Whether our own model takes it: a regex that RE2 refuses, a similarity too low to mean anything."""
    try:
        Rule.model_validate(written)
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        raise Unrunnable(f"{dotted(place_of(first['loc'], written))}: {words_of(first)}") from None


def _ids_in(rule: Fields) -> tuple[str, ...]:
    """Every condition the rule names, as far as its lambda can be read."""
    try:
        tree = logic_of(rule.text("lambda", "ruleLambda") or "&&".join(_listed_triggers(rule)), "the rule")
    except Unrunnable:
        return tuple(_listed_triggers(rule))
    return tuple(dict.fromkeys([*(name for name, _ in names_in(tree)), *_listed_triggers(rule)]))


def _listed_triggers(rule: Fields) -> list[str]:
    return [str(each).strip() for each in rule.listed("triggers")]


def _triggers(rule: Fields) -> tuple[str, ...]:
    """The conditions that set the rule off; all that are not negated where the rule does not say."""
    if listed := _listed_triggers(rule):
        return tuple(listed)
    try:
        tree = logic_of(rule.text("lambda", "ruleLambda"), "the rule")
    except Unrunnable:
        return ()
    return tuple(dict.fromkeys(name for name, negated in names_in(tree) if not negated))


def _left_over(found: Iterable[Bundle], ids: Ids) -> Iterator[ImportedRule]:
    """Conditions that no rule uses, kept in a rule that never runs."""
    unused = [
        condition.raw
        for bundle in found
        for condition in bundle.conditions
        if id_of(condition) not in {id_of(one) for rule in bundle.rules for one in _used(rule, bundle)}
    ]
    if unused:
        reason, title = "no rule uses these conditions", "未被任何规则使用的条件"
        rule_id = ids.new(LEFT_OVER)
        origin = {"format": "aliyun", "conditions": unused}
        written = {"id": rule_id, "title": title, "why": reason, "not_runnable": reason, "origin": origin}
        yield ImportedRule(rule_id, title, written, reason, (), ())


def _used(rule: Fields, bundle: Bundle) -> Iterator[Fields]:
    return Conditions(bundle.conditions).originals(_ids_in(rule))


def _settled(rules: list[ImportedRule]) -> Iterator[ImportedRule]:
    """Rules that wait for one that cannot run, or for themselves, cannot run either."""
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        reason = _waits_in_vain(rule, by_id)
        yield _marked(rule, reason) if reason else rule


def _waits_in_vain(rule: ImportedRule, by_id: dict[str, ImportedRule]) -> str | None:
    trail = [rule.id]
    while (needed := by_id[trail[-1]].written.get("prerequisite")) is not None:
        name = needed["rule"]
        if name not in by_id or by_id[name].not_runnable:
            return f"its prerequisite, rule {name!r}, cannot run"
        if name in trail:
            return f"rules wait for one another: {' → '.join((*trail, name))}"
        trail.append(name)
        if len(trail) > MOST_IN_A_ROW + 1:
            return f"it waits for more than {MOST_IN_A_ROW} rules, one behind the other"
    return None


def _marked(rule: ImportedRule, reason: str) -> ImportedRule:
    kept = {key: value for key, value in rule.written.items() if key not in ("conditions", "when", "prerequisite")}
    return ImportedRule(rule.id, rule.title, kept | {"not_runnable": reason}, reason, (), rule.triggers)
