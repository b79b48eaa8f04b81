"""A form of a draft as its author sees it: what it says, what it comes to, what is wrong, and which rules there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.casework.draft_forms import fingerprint, form_home
from engine.casework.draft_text import rulebook_of, texts_of
from engine.errors import NotFound
from engine.reading.findings_view import Words, words
from engine.reading.scorecard_view import ScoreView, score_view
from engine.review_draft import ReviewDraft
from engine.services import Services
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction
from rules.editing.form_block import RawForm
from rules.editing.form_check import FormCheck, checked_form
from rules.editing.pasted_verdicts import pasted
from rules.effect import Effect
from rules.rulebook import Rulebook
from rules.scorecard import judgements_of, score


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule that an item may count; *effect* is the rule's own."""

    id: str
    title: Words
    severity: str
    effect: Effect
    not_runnable: bool


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A form in the list of a draft; *is_general*: it is for every call."""

    id: str
    title: Words
    version: int
    maximum: float
    items: int
    rules: int
    is_general: bool


@dataclass(frozen=True, slots=True)
class FormEditor:
    """One form.

    Args:
        was: fingerprint of the form as it is stored now.
        raw: what is shown: as it is stored, or as somebody is writing it.
        free: rules that no item of this form counts.
    """

    draft_id: str
    name: str
    form_id: str
    was: str
    raw: RawForm
    check: FormCheck
    rules: Mapping[str, RuleChoice]
    free: tuple[RuleChoice, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class FormPreview:
    """A form as an inspector meets it, with the score of some verdicts.

    Args:
        scorecard, is_open, draft, limit_points: as the inspector's page has them; here nothing can be judged.
        titles: of every rule and item that takes points off or adds them, by its id.
    """

    draft_id: str
    name: str
    form_id: str
    scorecard: Words
    score: ScoreView
    draft: ReviewDraft
    limit_points: float
    titles: Mapping[str, Words]
    is_open: bool = False


def forms_of_draft(draft_id: str, *, actor: Actor, services: Services) -> tuple[DraftForm, ...]:
    """Every form of a draft.

    Raises:
        NotFound: no such draft.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        cards = rulebook_of(texts_of(_draft(tx, draft_id))).scorecards
    return tuple(
        DraftForm(
            id=card.id,
            title=words(card.title),
            version=card.version,
            maximum=card.maximum,
            items=sum(1 for _ in card.items()),
            rules=len(card.rule_ids()),
            is_general=not card.applies,
        )
        for card in cards
    )


def form_editor(
    draft_id: str, form_id: str, raw: RawForm | None = None, *, actor: Actor, services: Services
) -> FormEditor:
    """The form as it is stored, or as *raw* says it while it is being written.

    Raises:
        NotFound: no such draft, or no such form in it.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        draft = _draft(tx, draft_id)
        files = texts_of(draft)
        name, is_open = draft.name, draft.state is DraftState.OPEN
    stored, book = form_home(files, form_id).raw, rulebook_of(files)
    shown = stored if raw is None else raw
    counted = _counted(shown)
    choices = _choices(book)
    return FormEditor(
        draft_id=draft_id,
        name=name,
        form_id=form_id,
        was=fingerprint(stored),
        raw=shown,
        check=checked_form(shown, book),
        rules=choices,
        free=tuple(choice for id_, choice in choices.items() if id_ not in counted),
        may_write=is_open and may(actor, Permission.RULES_EDIT),
    )


def form_preview(draft_id: str, form_id: str, verdicts: str, *, actor: Actor, services: Services) -> FormPreview:
    """The form with the score of pasted *verdicts*; with none, of a call in which nothing was found.

    Raises:
        NotFound: no such draft, or no such form in it.
        NotVerdicts: the pasted text is none.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        draft = _draft(tx, draft_id)
        files, name = texts_of(draft), draft.name
    book = rulebook_of(files)
    card = next((one for one in book.scorecards[::-1] if one.id == form_id), None)
    if card is None:
        raise NotFound("scorecard")
    # What is not told of: a rule did not apply, a question is open.
    said = pasted(verdicts, card) if verdicts.strip() else ()
    told = {one.key: one for one in (*judgements_of(card, ()), *said)}
    return FormPreview(
        draft_id=draft_id,
        name=name,
        form_id=form_id,
        scorecard=words(card.title),
        score=score_view(card, score(card, told.values()), ReviewDraft()),
        draft=ReviewDraft(),
        limit_points=services.settings.review.adjustment_limit,
        titles={**{item.id: words(item.title) for item in card.items()}, **_titles(book)},
    )


def _draft(tx: Transaction, draft_id: str) -> RulebookDraft:
    draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == draft_id)).one_or_none()
    if draft is None:
        raise NotFound("draft")
    return draft


def _choices(book: Rulebook) -> dict[str, RuleChoice]:
    return {
        rule.id: RuleChoice(
            rule.id, words(rule.title), rule.severity.value, rule.effect, not_runnable=rule.not_runnable is not None
        )
        for rule in book.rules
    }


def _titles(book: Rulebook) -> dict[str, Words]:
    return {rule.id: words(rule.title) for rule in book.rules}


def _counted(raw: RawForm) -> set[str]:
    items = (item for section in raw.get("sections") or () for item in section.get("items") or ())
    return {str(rule) for item in items for rule in item.get("rules") or ()}
