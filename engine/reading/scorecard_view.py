"""A scorecard beside the score it gives: sections, items, and what a person is asked. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.reading.findings_view import Words, words
from engine.review_draft import ReviewDraft, VerdictDraft
from rules.form import Item, Scorecard
from rules.scorecard import ItemScore, Score


@dataclass(frozen=True, slots=True)
class ManualView:
    """A question for a person. *held* and *points* are what the inspector answered so far.

    *is_asked*: False where its prerequisite does not hold in the call; it may be answered all the same.
    """

    key: str
    question: Words
    held: str | None
    comment: str
    points: float | None
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class ItemView:
    """One line of the form. *lost* lists what took points off, by judgement key; bonuses are positive."""

    id: str
    title: Words
    maximum: float
    score: float | None
    outcome: str
    lost: tuple[tuple[str, float], ...]
    manual: ManualView | None
    na_allowed: bool
    bonus: bool
    critical: bool
    fatal: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    id: str
    title: Words
    maximum: float
    score: float | None
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The form as it stands. *fatal* and *critical* have the keys or items that decide it."""

    total: float | None
    maximum: float
    outcome: str
    pass_mark: float
    sections: tuple[SectionView, ...]
    fatal: tuple[str, ...] = ()
    critical: tuple[str, ...] = ()


def score_view(scorecard: Scorecard, result: Score, draft: ReviewDraft, not_asked: Collection[str] = ()) -> ScoreView:
    """*result* in the order of the form, with the questions and the answers given so far.

    Args:
        not_asked: the items whose prerequisite does not hold in the call.
    """
    scores = {item.id: item for section in result.sections for item in section.items}
    sections = {section.id: section for section in result.sections}
    return ScoreView(
        total=result.total,
        maximum=result.maximum,
        outcome=result.outcome.value,
        pass_mark=scorecard.pass_mark,
        sections=tuple(
            SectionView(
                id=section.id,
                title=words(section.title),
                maximum=sections[section.id].maximum,
                score=sections[section.id].score,
                items=tuple(_item(item, scores[item.id], draft.verdicts, not_asked) for item in section.items),
            )
            for section in scorecard.sections
        ),
        fatal=result.fatal,
        critical=result.critical,
    )


def _item(item: Item, scored: ItemScore, verdicts: Mapping[str, VerdictDraft], not_asked: Collection[str]) -> ItemView:
    return ItemView(
        id=item.id,
        title=words(item.title),
        maximum=scored.maximum,
        score=scored.score,
        outcome=scored.outcome.value,
        lost=tuple((one.key, one.points) for one in scored.deductions),
        manual=_manual(item, verdicts.get(item.id) or VerdictDraft(), is_asked=item.id not in not_asked),
        na_allowed=item.na_allowed,
        bonus=item.bonus,
        critical=scored.critical,
        fatal=item.fatal,
    )


def _manual(item: Item, answer: VerdictDraft, *, is_asked: bool) -> ManualView | None:
    if item.manual is None:
        return None
    return ManualView(
        key=item.id,
        question=words(item.manual.question),
        held=answer.held.value if answer.held else None,
        comment=answer.comment,
        points=answer.points,
        is_asked=is_asked,
    )
