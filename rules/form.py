"""The scorecard as people write it: sections of items, each judged by rules, by a person, or by both."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, JsonValue, model_validator

from rules.day import day_of
from rules.effect import Effect
from rules.operators.metadata import Comparator, compared, lookup
from rules.spec import Bilingual, Effective, RuleId, Spec


class Manual(Spec):
    """What a person is asked where no rule can tell."""

    question: Bilingual


class Item(Spec):
    """One line of the form.

    Args:
        points: its maximum; for a bonus item the most it can add.
        weight: instead of points: its share of the scorecard's maximum.
        rules: the rules whose findings take points off (or add them, for a bonus item).
        manual: the question a person answers; with rules too, both count.
        prerequisite: a rule; the item is not applicable in calls in which that rule was not triggered. Where the
            machine cannot tell, the question is asked. The rule need not take anything off, nor count on this form.
        na_allowed: it may be not applicable; its points are then spread over the rest.
        cap: no more than so many points are taken off here.
        critical: failing it loses the item, and the form cannot pass.
        fatal: failing it makes the section, or the form, 0.
        benchmark, target: what is usual and what is aimed at, in points.
    """

    id: str = Field(min_length=1, max_length=64, pattern=r"^\S+$")
    title: Bilingual
    points: float | None = Field(default=None, gt=0, le=1000)
    weight: float | None = Field(default=None, gt=0, le=1000)
    rules: tuple[RuleId, ...] = ()
    manual: Manual | None = None
    prerequisite: RuleId | None = None
    na_allowed: bool = False
    cap: float | None = Field(default=None, gt=0)
    critical: bool = False
    fatal: Literal["section", "form"] | None = None
    bonus: bool = False
    benchmark: float | None = Field(default=None, ge=0)
    target: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if (self.points is None) == (self.weight is None):
            raise ValueError("needs either points or weight")
        if not self.rules and self.manual is None:
            raise ValueError("needs rules or a manual question")
        if self.prerequisite is not None and self.manual is None:
            raise ValueError("a prerequisite needs a manual question; rules have prerequisites of their own")
        if self.bonus and (self.critical or self.fatal or self.weight is not None):
            raise ValueError("a bonus item has points and is neither critical nor fatal")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """What a judgement of this item may be keyed by: its rules, and its own id for the manual question."""
        return self.rules if self.manual is None else (*self.rules, self.id)


class Section(Spec):
    """Items that belong together."""

    id: str = Field(min_length=1, max_length=64, pattern=r"^\S+$")
    title: Bilingual
    items: tuple[Item, ...] = Field(min_length=1)
    benchmark: float | None = Field(default=None, ge=0)
    target: float | None = Field(default=None, ge=0)


class Applies(Spec):
    """A condition on the call's metadata that a scorecard is for."""

    field: str
    compare: Comparator = Comparator.IN
    value: JsonValue


class Scorecard(Spec):
    """A form with a maximum.

    Args:
        applies: every one must hold for a call to be scored on this form; none: it is general.
        effects: what its rules take off, where that differs from what the rules say themselves.
            After loading it has an entry for every rule that is named on the form.
        incomplete: `score`: an open item counts as kept until it is judged; `withhold`: no total before all is judged.
        bonus_above_maximum: bonus points may lift the total above the maximum.
        auto_release: a clean call that nobody drew may be released without a person's review.
    """

    id: str = Field(min_length=1, max_length=64, pattern=r"^\S+$")
    version: int = Field(default=1, ge=1)
    title: Bilingual
    maximum: float = Field(gt=0, le=10_000)
    pass_mark: float = Field(ge=0)
    applies: tuple[Applies, ...] = ()
    effective: Effective = Effective()
    sections: tuple[Section, ...] = Field(min_length=1)
    effects: Mapping[RuleId, Effect] = Field(default={})
    incomplete: Literal["score", "withhold"] = "score"
    bonus_above_maximum: bool = False
    auto_release: bool = False

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        ids = [section.id for section in self.sections] + [item.id for item in self.items()]
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise ValueError(f"ids used twice: {', '.join(twice)}")
        weighted = {item.weight is not None for item in self.items() if not item.bonus}
        if len(weighted) > 1:
            raise ValueError("either every item has points, or every item has a weight")
        total = sum(item.points or 0.0 for item in self.items() if not item.bonus)
        if weighted == {False} and abs(total - self.maximum) > 1e-9:
            raise ValueError(f"the items add up to {total:g}, the maximum is {self.maximum:g}")
        if self.pass_mark > self.maximum:
            raise ValueError("pass_mark is above the maximum")
        return self

    def items(self) -> Iterator[Item]:
        """Every item, in the order of the form."""
        for section in self.sections:
            yield from section.items

    def maximum_of(self, item: Item) -> float:
        """The points of an item, whether written as points or as a weight."""
        return worth(item, self.items(), self.maximum)

    def rule_ids(self) -> tuple[str, ...]:
        """Every rule that counts on this form, each once."""
        return tuple(dict.fromkeys(rule for item in self.items() for rule in item.rules))

    def named_rules(self) -> tuple[str, ...]:
        """Every rule that counts on this form or that an item of it waits for, each once."""
        awaited = (item.prerequisite for item in self.items() if item.prerequisite is not None)
        return tuple(dict.fromkeys((*self.rule_ids(), *awaited)))

    def effects_with(self, own: Mapping[str, Effect]) -> dict[str, Effect]:
        """The effect of every rule that is named here: as this form says, else the rule's *own*.

        What triggers a rule is the rule's own business: of one that an item waits for, that stays as it is.
        """
        effects = {id_: self.effects.get(id_, own[id_]) for id_ in self.named_rules() if id_ in own}
        awaited = {item.prerequisite for item in self.items()} & effects.keys()
        return effects | {
            id_: effects[id_].model_copy(update={"on": own[id_].on, "bonus": own[id_].bonus})
            for id_ in awaited
            if id_ is not None
        }

    def title_in(self, language: str) -> str:
        return self.title.in_language(language)


def worth(item: Item, items: Iterable[Item], maximum: float) -> float:
    """The points of an item on a form of these *items*, whether written as points or as a share of the *maximum*."""
    if item.points is not None:
        return item.points
    weights = sum(one.weight or 0.0 for one in items)
    return maximum * (item.weight or 0.0) / weights


def fits(scorecard: Scorecard, metadata: Mapping[str, object], day: date | None = None) -> bool:
    """Whether a call with this metadata is scored on this form; *day* is that of its `started_at` if not given."""
    return scorecard.effective.covers(day or day_of(metadata)) and all(
        bool(compared(lookup(metadata, one.field), one.compare, _plain(one.value))) for one in scorecard.applies
    )


def _plain(value: JsonValue) -> object:
    return tuple(value) if isinstance(value, list) else value
