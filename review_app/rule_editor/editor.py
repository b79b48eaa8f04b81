"""The editor of one rule. Every button sends the whole page and gets it back, so that it works without scripts too."""

from dataclasses import dataclass, replace

from flask import render_template, request
from werkzeug.wrappers import Response

from engine.access import Permission, may
from engine.errors import Conflict, Expected
from engine.reading.rule_editor import DraftTexts, EditorPage, draft_texts, editor_page, stored_text
from engine.steps.write_rule import write_rule
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.problems import problem_text
from review_app.rule_editor import wording
from review_app.rule_editor.acts import acted
from review_app.rule_editor.operator_help import handbook
from review_app.rule_editor.tester import Tester, tester_of
from rules.editing.check import Home
from rules.editing.schema_fields import operators

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Place:
    """Which rule of which draft is edited; *copy_of*: a new one begins as that."""

    draft: DraftTexts
    rule_id: str
    home: Home
    stored: str
    copy_of: str = ""


@requires(Permission.RULES_READ)
def rule(draft_id: str, rule_id: str) -> Answer:
    """One rule as it is."""
    place = _place(draft_id, rule_id)
    return _rendered(_page(place, place.stored, place.stored), place)


@requires(Permission.RULES_EDIT)
def edit_rule(draft_id: str, rule_id: str) -> Answer:
    """Whatever a button of the editor asks for."""
    return _edited(_place(draft_id, rule_id))


@requires(Permission.RULES_EDIT)
def new_rule(draft_id: str) -> Answer:
    """A rule that is still to be written, or a copy."""
    place = _place(draft_id, "", request.args.get("copy", ""))
    return _rendered(_page(place, place.stored, place.stored), place)


@requires(Permission.RULES_EDIT)
def add_rule(draft_id: str) -> Answer:
    """The same with a new rule, which saving adds to the draft."""
    return _edited(_place(draft_id, "", request.args.get("copy", "")))


def _place(draft_id: str, rule_id: str, copy_of: str = "") -> _Place:
    draft = draft_texts(draft_id, actor=actor(), services=services())
    home, stored = stored_text(draft, rule_id, copy_of)
    wanted = request.form.get("file", "")
    if not rule_id and wanted in draft.rule_files:
        home = replace(home, file=wanted)
    return _Place(draft, rule_id, home, stored, copy_of)


def _edited(place: _Place) -> Answer:
    typed = {name: [text.replace("\r\n", "\n") for text in texts] for name, texts in request.form.lists()}
    shown = _text("shown", place.stored)
    page = editor_page(
        place.draft, place.rule_id, place.home, place.stored, shown=shown, text=_text("yaml", shown), typed=typed
    )
    act = request.form.get("act", "")
    if act == "save":
        return _saved(page, place)
    tester = Tester.from_form(request.form)
    text = acted(page, act, tester)
    if text is not None:
        page = _page(place, text, text)
    return _rendered(page, place, tester_of(page, act, tester, actor=actor(), services=services()))


def _saved(page: EditorPage, place: _Place) -> Answer:
    tester = tester_of(page, "", Tester.from_form(request.form), actor=actor(), services=services())
    if not page.is_good:
        return _rendered(page, place, tester), 422
    version = request.form.get("version", place.draft.version, type=int)
    try:
        rule_id = write_rule(
            place.draft.public_id, place.rule_id, page.text, version,
            file=place.home.file, actor=actor(), services=services(),
        )  # fmt: skip
    except Conflict as late:
        return _rendered(page, place, tester, notice=problem_text(late), is_late=True), 409
    except Expected as refusal:
        return _rendered(page, place, tester, notice=problem_text(refusal)), 422
    return done("saved", "rule_editor.rule", draft_id=place.draft.public_id, rule_id=rule_id)


def _page(place: _Place, shown: str, text: str) -> EditorPage:
    return editor_page(place.draft, place.rule_id, place.home, place.stored, shown=shown, text=text, typed={})


def _text(name: str, usual: str) -> str:
    """A text of the rule as a browser sends it: its last line end may be missing."""
    text = request.form.get(name)
    return usual if text is None else text.replace("\r\n", "\n").rstrip() + "\n"


def _rendered(
    page: EditorPage, place: _Place, tester: Tester | None = None, *, notice: str = "", is_late: bool = False
) -> str:
    return render_template(
        "rule_editor/editor.html",
        page=page,
        draft_id=place.draft.public_id,
        copy_of=place.copy_of,
        stored=place.stored,
        tester=tester or tester_of(page, "", Tester(), actor=actor(), services=services()),
        wording=wording,
        operators=tuple(operators()),
        handbook=handbook(),
        may_write=page.draft.may_write and may(actor(), Permission.RULES_EDIT),
        notice=notice,
        is_late=is_late,
    )
