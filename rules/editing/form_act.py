"""Rearranging a form while it is being written: sections, items and conditions added, moved, taken out."""

import copy
from collections.abc import Iterator
from typing import Any

from rules.editing.form_block import RawForm

Form = dict[str, Any]


def acted(raw: RawForm, act: str) -> Form:
    """*raw* after one act, as a button says it: `section.up.1`, `item.add.0`, `item.down.0.2`, `applies.remove.0`.

    What cannot be done changes nothing: the first one moved up, a number that is not there.
    """
    form = copy.deepcopy(dict(raw))
    what, _, rest = act.partition(".")
    verb, *numbers = rest.split(".")
    if not all(number.isdecimal() for number in numbers):
        return form
    at = [int(number) for number in numbers]
    if what == "applies":
        _listed(form, "applies", verb, at, {"field": "project", "compare": "in", "value": []})
        if not form.get("applies"):
            form.pop("applies", None)
    elif what == "section":
        _listed(form, "sections", verb, at, _new_section(form))
    elif what == "item" and at and at[0] < len(form.get("sections") or ()):
        _item(form, verb, at)
    return form


def _item(form: Form, verb: str, at: list[int]) -> None:
    """As in any list; the first one goes up into the section before, the last one down into the next."""
    sections: list[Form] = form["sections"]
    here = sections[at[0]].setdefault("items", [])
    target = at[0] + {"up": -1, "down": 1}.get(verb, 0)
    edge = len(at) > 1 and at[1] == {"up": 0, "down": len(here) - 1}.get(verb, -1)
    if edge and 0 <= target < len(sections):
        there = sections[target].setdefault("items", [])
        there.insert(len(there) if verb == "up" else 0, here.pop(at[1]))
    else:
        _listed(sections[at[0]], "items", verb, at[1:], _new_item(form))


def _listed(part: Form, key: str, verb: str, at: list[int], new: Form) -> None:
    found: list[Any] = part.setdefault(key, [])
    if verb == "add":
        found.append(new)
        return
    if not at or at[0] >= len(found):
        return
    if verb == "remove":
        del found[at[0]]
    elif verb in ("up", "down"):
        target = at[0] + (-1 if verb == "up" else 1)
        if 0 <= target < len(found):
            found[at[0]], found[target] = found[target], found[at[0]]


def _new_section(form: Form) -> Form:
    name = _free(form, "section")
    return {"id": name, "title": {"zh": "新维度", "en": "New section"}, "items": [_new_item(form)]}


def _new_item(form: Form) -> Form:
    """One that a person judges: it needs no rule, so it is whole at once."""
    weighted = any("weight" in item for item in _items(form))
    return {
        "id": _free(form, "item"),
        "title": {"zh": "新评分项", "en": "New item"},
        "weight" if weighted else "points": 1,
        "manual": {"question": {"zh": "这一项做到了吗？", "en": "Was this done?"}},
    }


def _free(form: Form, kind: str) -> str:
    taken = {part.get("id") for part in (*(form.get("sections") or ()), *_items(form))}
    return next(name for number in range(1, 10_000) if (name := f"{kind}-{number}") not in taken)


def _items(form: Form) -> Iterator[Form]:
    for section in form.get("sections") or ():
        yield from section.get("items") or ()
