"""A form of a rulebook as fields of a page, and back: texts as they were typed, so that nothing typed is ever lost."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from rules.editing.form_block import RawForm
from rules.editing.yaml_writer import on_one_line
from rules.effect import Effect, On
from rules.yaml_text import YamlRefused, read

MOST_SECTIONS, MOST_ITEMS, MOST_APPLIES = 40, 80, 20
_NUMBER = re.compile(r"[-+]?\d{1,9}(\.\d{1,6})?")
# Comparators whose value is several.
SEVERAL = frozenset({"in", "not_in", "between"})

Fields = MultiDict[str, str]
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RuleFields:
    """A rule that an item counts, and what this form says of it otherwise than the rule does."""

    id: str
    points: str = ""
    per: str = ""
    max_times: str = ""
    cap: str = ""
    fatal: str = ""
    critical: bool = False


@dataclass(frozen=True, slots=True)
class ItemFields:
    """*worth*: points or weight, as the form counts."""

    id: str
    title_zh: str
    title_en: str
    worth: str
    question_zh: str
    question_en: str
    prerequisite: str
    cap: str
    benchmark: str
    target: str
    fatal: str
    critical: bool
    bonus: bool
    na_allowed: bool
    rules: tuple[RuleFields, ...]


@dataclass(frozen=True, slots=True)
class SectionFields:
    id: str
    title_zh: str
    title_en: str
    benchmark: str
    target: str
    items: tuple[ItemFields, ...]


@dataclass(frozen=True, slots=True)
class FormFields:
    """The whole form; *applies*: (field, comparator, value, a line each where it is several)."""

    id: str
    version: str
    title_zh: str
    title_en: str
    maximum: str
    pass_mark: str
    unit: str
    since: str
    until: str
    incomplete: str
    bonus_above_maximum: bool
    auto_release: bool
    applies: tuple[tuple[str, str, str], ...]
    sections: tuple[SectionFields, ...]


def fields_of(raw: RawForm) -> FormFields:
    """What the page shows of *raw*."""
    title, effective, effects = _title(raw.get("title")), raw.get("effective") or {}, raw.get("effects") or {}
    sections = [section for section in raw.get("sections") or () if isinstance(section, dict)]
    weighted = any("weight" in item for section in sections for item in section.get("items") or ())
    return FormFields(
        id=_shown(raw.get("id")),
        version=_shown(raw.get("version", 1)),
        title_zh=title[0],
        title_en=title[1],
        maximum=_shown(raw.get("maximum")),
        pass_mark=_shown(raw.get("pass_mark")),
        unit="weight" if weighted else "points",
        since=_shown(effective.get("since")),
        until=_shown(effective.get("until")),
        incomplete=_shown(raw.get("incomplete", "score")),
        bonus_above_maximum=bool(raw.get("bonus_above_maximum")),
        auto_release=bool(raw.get("auto_release")),
        applies=tuple(_applies(one) for one in raw.get("applies") or ()),
        sections=tuple(_section(section, effects) for section in sections),
    )


def form_of(fields: Fields, own: Mapping[str, Effect]) -> Raw:
    """What was typed, as a form of a rule file; a number that is none stays text, so that it can be told of.

    Args:
        own: the effect that each rule has by itself.
    """
    effective = _present({"since": fields.get("since", ""), "until": fields.get("until", "")})
    sections = [_read_section(fields, at) for at in range(_count(fields, "sections", MOST_SECTIONS))]
    applies = [_read_applies(fields, at) for at in range(_count(fields, "applies", MOST_APPLIES))]
    counted = [rule for section in sections for item in section["items"] for rule in item.get("rules", ())]
    effects = {rule: effect for rule in counted if (effect := _read_effect(fields, rule, own.get(rule)))}
    return _present(
        {
            "id": fields.get("id", "").strip(),
            "version": _number(fields.get("version", "1")),
            "title": _read_title(fields, ""),
            "maximum": _number(fields.get("maximum", "")),
            "pass_mark": _number(fields.get("pass_mark", "")),
            "applies": applies,
            "effective": effective,
            "incomplete": "withhold" if fields.get("incomplete") == "withhold" else "",
            "bonus_above_maximum": "bonus_above_maximum" in fields,
            "auto_release": "auto_release" in fields,
            "sections": sections,
            "effects": effects,
        }
    )


def _section(section: Mapping[str, Any], effects: Mapping[str, Any]) -> SectionFields:
    title = _title(section.get("title"))
    return SectionFields(
        id=_shown(section.get("id")),
        title_zh=title[0],
        title_en=title[1],
        benchmark=_shown(section.get("benchmark")),
        target=_shown(section.get("target")),
        items=tuple(_item(item, effects) for item in section.get("items") or ()),
    )


def _item(item: Mapping[str, Any], effects: Mapping[str, Any]) -> ItemFields:
    title = _title(item.get("title"))
    question = _title((item.get("manual") or {}).get("question"))
    return ItemFields(
        id=_shown(item.get("id")),
        title_zh=title[0],
        title_en=title[1],
        worth=_shown(item.get("points", item.get("weight"))),
        question_zh=question[0],
        question_en=question[1],
        prerequisite=_shown(item.get("prerequisite")),
        cap=_shown(item.get("cap")),
        benchmark=_shown(item.get("benchmark")),
        target=_shown(item.get("target")),
        fatal=_shown(item.get("fatal")),
        critical=bool(item.get("critical")),
        bonus=bool(item.get("bonus")),
        na_allowed=bool(item.get("na_allowed")),
        rules=tuple(_rule(str(rule), effects.get(str(rule))) for rule in item.get("rules") or ()),
    )


def _rule(rule_id: str, effect: Mapping[str, Any] | None) -> RuleFields:
    if effect is None:
        return RuleFields(rule_id)
    return RuleFields(
        id=rule_id,
        points=_shown(effect.get("points", 0)),
        per=_shown(effect.get("per")),
        max_times=_shown(effect.get("max_times")),
        cap=_shown(effect.get("cap")),
        fatal=_shown(effect.get("fatal")),
        critical=bool(effect.get("critical")),
    )


def _applies(one: Mapping[str, Any]) -> tuple[str, str, str]:
    value, compare = one.get("value"), _shown(one.get("compare", "in"))
    lines = value if isinstance(value, list) and compare in SEVERAL else [value]
    return _shown(one.get("field")), compare, "\n".join("" if line is None else on_one_line(line) for line in lines)


def _read_section(fields: Fields, at: int) -> Raw:
    name = f"s.{at}."
    items = [_read_item(fields, f"{name}i.{number}.") for number in range(_count(fields, f"{name}items", MOST_ITEMS))]
    goals = _present({key: _number(fields.get(name + key, "")) for key in ("benchmark", "target")})
    return {"id": fields.get(name + "id", "").strip(), "title": _read_title(fields, name), **goals, "items": items}


def _read_item(fields: Fields, name: str) -> Raw:
    added = fields.get(name + "add", "").split()[:1]
    question = _read_title(fields, name, "question")
    bonus = name + "bonus" in fields
    unit = "points" if bonus or fields.get("unit") != "weight" else "weight"
    return {
        "id": fields.get(name + "id", "").strip(),
        "title": _read_title(fields, name),
        **_present(
            {
                unit: _number(fields.get(name + "worth", "")),
                "rules": list(dict.fromkeys([*fields.getlist(name + "rules"), *added])),
                "manual": {"question": question} if question else None,
                "prerequisite": fields.get(name + "prerequisite", "").strip(),
                "bonus": bonus,
                "na_allowed": name + "na_allowed" in fields,
                "cap": _number(fields.get(name + "cap", "")),
                "critical": name + "critical" in fields,
                "fatal": fields.get(name + "fatal", ""),
                "benchmark": _number(fields.get(name + "benchmark", "")),
                "target": _number(fields.get(name + "target", "")),
            }
        ),
    }


def _read_effect(fields: Fields, rule_id: str, own: Effect | None) -> Raw:
    """What the form says otherwise; nothing where every field was left empty. *on* and *bonus* are the rule's own."""
    name = f"e.{rule_id}."
    said = _present(
        {
            "points": _number(fields.get(name + "points", "")),
            "per": "hit" if fields.get(name + "per") == "hit" else "",
            "max_times": _number(fields.get(name + "max_times", "")),
            "cap": _number(fields.get(name + "cap", "")),
            "critical": name + "critical" in fields,
            "fatal": fields.get(name + "fatal", ""),
        }
    )
    if not said or own is None:
        return said
    return {**({"on": own.on.value} if own.on is On.ABSENCE else {}), **({"bonus": True} if own.bonus else {}), **said}


def _read_applies(fields: Fields, at: int) -> Raw:
    name = f"a.{at}."
    compare = fields.get(name + "compare", "in")
    values = [_meant(line) for line in fields.get(name + "value", "").splitlines() if line.strip()]
    value = values if compare in SEVERAL else (values[0] if values else None)
    return {"field": fields.get(name + "field", "").strip(), "compare": compare, "value": value}


def _read_title(fields: Fields, name: str, kind: str = "title") -> object:
    zh, en = (fields.get(f"{name}{kind}_{tongue}", "").strip() for tongue in ("zh", "en"))
    return zh if zh == en else _present({"zh": zh, "en": en})


def _title(title: object) -> tuple[str, str]:
    if isinstance(title, Mapping):
        return _shown(title.get("zh")), _shown(title.get("en"))
    return (_shown(title),) * 2


def _meant(line: str) -> object:
    """A value as a rule file would mean it: a number, a switch, or text."""
    try:
        value = read(line.strip()).value
    except YamlRefused:
        return line.strip()
    return line.strip() if isinstance(value, (dict, list)) else value


def _number(text: str) -> object:
    said = text.strip()
    if not _NUMBER.fullmatch(said):
        return said
    value = float(said)
    return int(value) if value.is_integer() else value


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _count(fields: Fields, name: str, most: int) -> int:
    said = fields.get(name, "0")
    return min(int(said), most) if said.isdecimal() else 0


def _present(parts: Mapping[str, Any]) -> Raw:
    """Without what was left empty or unchecked; a nought is a number."""
    return dict(_kept(parts))


def _kept(parts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in parts.items():
        if value not in (None, "", False, [], {}) or (value == 0 and not isinstance(value, bool)):
            yield key, value
