"""One rule of a draft while it is being written: as a form, as YAML, with its problems, remarks and tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.casework.draft_text import home_of, rulebook_of, texts_of
from engine.errors import NotFound
from engine.services import Services
from models.tables.rulebooks import DraftState, RulebookDraft
from rules.competitors import Competitor, competitors
from rules.editing.check import Checked, Home, Trouble, checked
from rules.editing.draft import changed, copied, edited, mapping_in, new_text, tests_of
from rules.editing.rule_block import blocks
from rules.editing.rule_filled import Typed
from rules.editing.rule_form import RuleForm, form_of
from rules.errors import RulebookInvalid
from rules.lint import lint
from rules.text.pinyin import ALL_CONFUSIONS, Confusion

_YAML = (".yaml", ".yml")
# Of one condition, phrases whose competitors are shown.
MOST_PHRASES = 8


@dataclass(frozen=True, slots=True)
class DraftTexts:
    """A draft as the editor needs it."""

    public_id: str
    name: str
    version: int
    files: Mapping[str, str]
    may_write: bool

    @property
    def rule_files(self) -> tuple[str, ...]:
        """The files that can hold rules."""
        return tuple(file for file in self.files if file.lower().endswith(_YAML))

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """Of all its rules."""
        return tuple(block.id for file in self.rule_files for block in blocks(self.files[file]))


@dataclass(frozen=True, slots=True)
class RuleTestView:
    """A test as it is written; *number* counts from 0."""

    number: int
    call: str
    expect: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The editor.

    Args:
        rule_id: as it is stored; empty for a new rule.
        shown: the text that the form shows; the text itself unless that cannot be read.
        other: what the form means where the YAML was changed too.
        problems: per field of the form; per part of it (`c0`, `effect`) where no single field is to blame.
        elsewhere: problems that no field shows.
        competing: per condition, phrase and the common words that sound like it.
    """

    draft: DraftTexts
    rule_id: str
    file: str
    text: str
    shown: str
    other: str | None
    form: RuleForm
    form_is_current: bool
    checked: Checked
    problems: Mapping[str, tuple[str, ...]]
    elsewhere: tuple[Trouble, ...]
    remarks: tuple[str, ...]
    tests: tuple[RuleTestView, ...]
    word_lists: tuple[str, ...]
    competing: Mapping[str, tuple[tuple[str, tuple[Competitor, ...]], ...]]
    is_changed: bool

    @property
    def is_good(self) -> bool:
        """Whether it could be saved."""
        return self.checked.rulebook is not None and self.other is None and not self.problems


def draft_texts(draft_id: str, *, actor: Actor, services: Services) -> DraftTexts:
    """Raises:
    NotFound: there is no such draft.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == draft_id)).one_or_none()
        if draft is None:
            raise NotFound("draft")
        may_write = may(actor, Permission.RULES_EDIT) and draft.state is DraftState.OPEN
        return DraftTexts(draft.public_id, draft.name, draft.version, texts_of(draft), may_write)


def stored_text(draft: DraftTexts, rule_id: str, copy_of: str = "") -> tuple[Home, str]:
    """Where a rule stands and what it says; for a new rule the file it goes to and the text it begins with.

    Raises:
        NotFound: the draft has no such rule.
    """
    wanted = rule_id or copy_of
    if wanted:
        home = home_of(draft.files, wanted)
        text = blocks(draft.files[home.file])[home.number or 0].text
        if rule_id:
            return home, text
        return replace(home, number=None), changed(text, copied(mapping_in(text) or {}, draft.rule_ids))
    homes = [file for file in draft.rule_files if blocks(draft.files[file])] or list(draft.rule_files)
    return Home(homes[-1] if homes else "rules.yaml"), new_text(draft.rule_ids)


def editor_page(
    draft: DraftTexts, rule_id: str, home: Home, stored: str, *, shown: str, text: str, typed: Typed
) -> EditorPage:
    """The editor after an edit.

    Args:
        stored: what the rule says in the draft, or begins with.
        shown, text, typed: as for `rules.editing.draft.edited`.
    """
    edit = edited(shown, text, typed)
    found = checked(draft.files, home, edit.text)
    rule = found.rule
    base = edit.text if rule is not None else shown if mapping_in(shown) is not None else stored
    problems: dict[str, tuple[str, ...]] = {}
    told = [(one.field, one.what) for one in found.troubles] + [(one.field, one.what) for one in edit.misread]
    for field, what in told:
        if field:
            problems[field] = (*problems.get(field, ()), what)
    return EditorPage(
        draft=draft,
        rule_id=rule_id,
        file=home.file,
        text=edit.text,
        shown=base,
        other=edit.other,
        form=form_of(mapping_in(base) or {}),
        form_is_current=rule is not None,
        checked=found,
        problems=problems,
        elsewhere=tuple(one for one in found.troubles if not one.field),
        remarks=_remarks(found),
        tests=tuple(_tests(mapping_in(base) or {})),
        word_lists=_word_lists(draft, found),
        competing=_competing(mapping_in(base) or {}),
        is_changed=edit.text.rstrip() != stored.rstrip() or not rule_id,
    )


def _remarks(found: Checked) -> tuple[str, ...]:
    if found.rulebook is None:
        return ()
    alone = replace(found.rulebook, rules=(found.rulebook.rule(found.id),))
    return tuple(one.what for one in lint(replace(alone, scorecards=())) if one.where == found.id)


def _tests(rule: Mapping[str, Any]) -> list[RuleTestView]:
    views = []
    for number, test in enumerate(tests_of(rule)):
        if isinstance(test, Mapping):
            said = test.get("said")
            listed = tuple(str(one) for one in said) if isinstance(said, Sequence) else ()
            views.append(RuleTestView(number, str(test.get("call", "")), str(test.get("expect", "")), listed))
    return views


def _word_lists(draft: DraftTexts, found: Checked) -> tuple[str, ...]:
    if found.rulebook is not None:
        return tuple(sorted(found.rulebook.word_lists))
    try:
        return tuple(sorted(rulebook_of(draft.files).word_lists))
    except RulebookInvalid:
        return ()


def _competing(rule: Mapping[str, Any]) -> dict[str, tuple[tuple[str, tuple[Competitor, ...]], ...]]:
    found = {}
    for entry in form_of(rule).entries:
        values = {shown.field.name: shown.value for shown in entry.fields}
        if entry.op != "sounds_like":
            continue
        chosen = values.get("fold", ())
        fold = (
            [Confusion(one) for one in chosen if one in set(Confusion)] if isinstance(chosen, tuple) else ALL_CONFUSIONS
        )
        phrases = str(values.get("phrases", "")).split("\n")[:MOST_PHRASES]
        found[entry.key] = tuple((phrase, competitors(phrase, fold)) for phrase in phrases if phrase.strip())
    return found
