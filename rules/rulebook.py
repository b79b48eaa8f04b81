"""The rulebook as people write it: rules, word lists, knowledge and the scorecards they count on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, JsonValue, model_validator

from rules.condition import Node
from rules.day import day_of as day_of
from rules.effect import Effect
from rules.finding import Severity
from rules.form import Scorecard
from rules.knowledge import Question
from rules.operators import AnyOperator
from rules.operators.base import Name, Phrase
from rules.spec import Bilingual, Effective, RuleId, Spec, Text


class ReviewPolicy(StrEnum):
    """What happens to a failed finding."""

    AUTO_RELEASE = "auto_release"
    FLAG = "flag"
    MANUAL = "manual"


class RuleTest(Spec):
    """A dialogue and what the rule must say of it; see `rules/dialogue.py` for the notation.

    Args:
        said: the dialogue is judged once for each of these phrases, put in place of every `{}`.
        hits: how often it must have happened.
    """

    call: str = Field(min_length=1, max_length=20_000)
    expect: Literal["fail", "pass", "unsure", "none"]
    said: tuple[str, ...] = ()
    hits: int | None = Field(default=None, ge=0)
    metadata: Mapping[str, JsonValue] = Field(default={})
    note: str = ""

    def calls(self) -> tuple[str, ...]:
        """Every dialogue that is to be judged."""
        return tuple(self.call.replace("{}", phrase) for phrase in self.said) or (self.call,)

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.said and "{}" not in self.call:
            raise ValueError("said needs {} in the call")
        return self


class Rule(Spec):
    """One thing that a manager forbids, demands or rewards.

    Args:
        why: the reason, in words an agent accepts.
        level: how soon people should hear of it: 1 at once, 2 on the day, 3 in the report of the period.
        prerequisite: where it does not hold, the rule does not apply and gives no finding.
        conditions: named conditions, for the text form of `when` and for windows that hang on one another.
        when: the trigger.
        review: `auto_release` lets the result go out without a person, `flag` sends the call to one, `manual` makes it
            unsure and costs nothing until a person has confirmed.
        if_unknown: `review` gives an unsure finding, `ignore` gives none where the machine cannot tell.
        not_runnable: why this rule cannot be run here; it is kept and shown, never judged.
        origin: what it was imported from, as it was.
    """

    id: RuleId
    title: Bilingual
    why: Bilingual
    severity: Severity = Severity.MINOR
    level: int = Field(default=3, ge=1, le=3)
    effect: Effect = Effect()
    prerequisite: Node | None = None
    conditions: Mapping[Name, AnyOperator] = Field(default={})
    when: Node | None = None
    review: ReviewPolicy = ReviewPolicy.AUTO_RELEASE
    if_unknown: Literal["review", "ignore"] = "review"
    effective: Effective = Effective()
    tags: tuple[str, ...] = ()
    tests: tuple[RuleTest, ...] = ()
    not_runnable: str | None = None
    origin: JsonValue = None

    @model_validator(mode="after")
    def _runnable(self) -> Self:
        if self.when is None and self.not_runnable is None:
            raise ValueError("needs when")
        return self

    def title_in(self, language: str) -> str:
        """The title in the language of the reader."""
        return self.title.in_language(language)


class Thresholds(Spec):
    """Below these the words or the speaker of an utterance are not relied on; 0-1."""

    confidence: float = Field(default=0.35, ge=0, le=1)
    role_confidence: float = Field(default=0.6, ge=0, le=1)


class Header(Spec):
    """Which rulebook the files are: written once, in any of them."""

    name: Name
    title: Bilingual
    version: int = Field(default=1, ge=1)
    language: str = "zh"
    limits: Thresholds = Thresholds()


class WordList(Spec):
    """A list in a file of its own: one word a line, or the first column of a table."""

    file: str


WordLists = Mapping[Name, tuple[Phrase, ...] | WordList]
Knowledge = Mapping[Name, tuple[Question, ...]]


class RulebookFile(Spec):
    """One YAML file of a rulebook; a rulebook is all files of a folder together. A part may be left empty."""

    rulebook: Header | None = None
    word_lists: WordLists | None = Field(default={})
    knowledge: Knowledge | None = Field(default={})
    rules: tuple[Rule, ...] | None = ()
    scorecards: tuple[Scorecard, ...] | None = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """A loaded rulebook. Two are the same exactly when their digests are.

    Args:
        digest: sha256 of the canonical form; comments, order of files and spelling of the YAML do not change it.
        sources: the files it was read from, by name, so that a database can keep and reload them.
    """

    name: str
    version: int
    digest: str
    title: Text
    language: str
    limits: Thresholds
    rules: tuple[Rule, ...]
    scorecards: tuple[Scorecard, ...]
    word_lists: Mapping[str, tuple[str, ...]]
    knowledge: Mapping[str, tuple[Question, ...]]
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rulebook) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id.

        Raises:
            KeyError: there is none.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def scorecard(self, scorecard_id: str) -> Scorecard:
        """The scorecard of that id.

        Raises:
            KeyError: there is none.
        """
        for scorecard in self.scorecards:
            if scorecard.id == scorecard_id:
                return scorecard
        raise KeyError(scorecard_id)
