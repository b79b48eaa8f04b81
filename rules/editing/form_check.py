"""What a form comes to and what is wrong with it while it is being written: sums, and every trouble at its item.

A form that cannot be loaded yet has sums all the same: they are what its author is working on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from rules.editing.form_block import RawForm
from rules.form import Item, Scorecard, worth
from rules.lint.of_forms import said_of
from rules.lint.remark import Grade
from rules.place import place_of, words_of
from rules.rulebook import Rulebook
from rules.spec import Text
from rules.yaml_text import Path


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend or to look at.

    Args:
        section, item: numbers from 0; None for the whole form, or the whole section.
        field: as it is written in the file; empty where no single one is meant.
    """

    grade: Grade
    what: str
    section: int | None = None
    item: int | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Points, of each item by section, of each section, and in all, bonus items apart; None where no number stands."""

    items: tuple[tuple[float | None, ...], ...]
    sections: tuple[float, ...]
    total: float
    bonus: float
    maximum: float | None
    weighted: bool

    @property
    def is_even(self) -> bool:
        """Whether the items add up to the maximum."""
        return self.maximum is not None and abs(self.total - self.maximum) <= 1e-9


@dataclass(frozen=True, slots=True)
class FormCheck:
    """*card* is None while anything is wrong with the form itself."""

    card: Scorecard | None
    sums: Sums
    troubles: tuple[Trouble, ...]


def checked_form(raw: RawForm, rulebook: Rulebook) -> FormCheck:
    """Look at *raw* as a form of *rulebook*."""
    try:
        card = _sealed(Scorecard.model_validate(raw), rulebook)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False)
        troubles = [
            _at(place_of(error["loc"], raw, missing=error["type"] == "missing"), words_of(error)) for error in errors
        ]
        return FormCheck(None, sums_of(raw), tuple(_unique(troubles)))
    unknown = tuple(_unknown_rules(card, rulebook))
    if unknown:
        return FormCheck(None, sums_of(raw), unknown)
    return FormCheck(card, sums_of(raw), tuple(_lint(card, rulebook)))


def sums_of(raw: RawForm) -> Sums:
    """What the form comes to, by the same function that scores by it."""
    maximum = _number(raw.get("maximum"))
    sections = [[_bare(item) for item in _list(section, "items")] for section in _list(raw, "sections")]
    counted = [item for items in sections for item in items if not item.bonus]
    items = tuple(tuple(_worth(item, counted, maximum) for item in row) for row in sections)
    sums = tuple(
        sum(points or 0.0 for item, points in zip(row, worths, strict=True) if not item.bonus)
        for row, worths in zip(sections, items, strict=True)
    )
    bonus = sum(item.points or 0.0 for row in sections for item in row if item.bonus)
    weighted = any(item.weight is not None for item in counted)
    return Sums(items, tuple(round(one, 4) for one in sums), round(sum(sums), 4), bonus, maximum, weighted)


def _bare(item: Mapping[str, Any]) -> Item:
    """The numbers of an item that may not be whole yet."""
    points, weight = _number(item.get("points")), _number(item.get("weight"))
    return Item.model_construct(
        id="", title=Text.model_construct(), points=points, weight=weight, bonus=bool(item.get("bonus"))
    )


def _worth(item: Item, counted: list[Item], maximum: float | None) -> float | None:
    if item.points is None and (not item.weight or maximum is None):
        return None
    return round(worth(item, counted, maximum or 0.0), 4)


def _number(value: object) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return None


def _list(part: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = part.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _sealed(card: Scorecard, rulebook: Rulebook) -> Scorecard:
    """As the loader does it: every rule of the form with its effect, its own or that of the form."""
    known = {rule.id: rule.effect for rule in rulebook.rules}
    return card.model_copy(update={"effects": card.effects_with(known)})


def _unknown_rules(card: Scorecard, rulebook: Rulebook) -> Iterator[Trouble]:
    known = {rule.id for rule in rulebook.rules}
    for at, section in enumerate(card.sections):
        for number, item in enumerate(section.items):
            for rule_id in item.rules:
                if rule_id not in known:
                    yield Trouble(Grade.ERROR, f"no rule {rule_id!r}", at, number, "rules")
            if item.prerequisite is not None and item.prerequisite not in known:
                yield Trouble(Grade.ERROR, f"no rule {item.prerequisite!r}", at, number, "prerequisite")


def _lint(card: Scorecard, rulebook: Rulebook) -> Iterator[Trouble]:
    places: dict[str, tuple[int | None, int | None]] = {"": (None, None)}
    for at, section in enumerate(card.sections):
        places[section.id] = (at, None)
        places |= {item.id: (at, number) for number, item in enumerate(section.items)}
    for _, (grade, place, what) in said_of(card, rulebook):
        yield Trouble(grade, what, *places[place])


def _at(path: Path, what: str) -> Trouble:
    """The trouble at its item; a path begins with `sections`, a number, `items`, a number."""
    section = path[1] if path[:1] == ("sections",) and len(path) > 1 else None
    item = path[3] if section is not None and path[2:3] == ("items",) and len(path) > 3 else None
    rest = path[4:] if item is not None else path[2:] if section is not None else path
    at = section if isinstance(section, int) else None
    return Trouble(Grade.ERROR, what, at, item if isinstance(item, int) else None, ".".join(map(str, rest)))


def _unique(troubles: list[Trouble]) -> Iterator[Trouble]:
    """Each place once: a part that was refused makes the list around it refused too."""
    seen: set[Trouble] = set()
    for one in troubles:
        if replace(one, field="") not in seen:
            seen.add(replace(one, field=""))
            yield one
