"""Writing the next version of a rulebook, seeing what it would change, and publishing it with a second person."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission, may
from engine.errors import Invalid
from engine.reading.form_editor import forms_of_draft
from engine.reading.rulebooks import draft_page, rulebooks_page
from engine.steps.draft import add_words, begin, drop, write
from engine.steps.publish import ask, grant, refuse
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read, sent_file

FILE = "file:"


class DraftForm(Form):
    version: int
    note: str = Field("", max_length=2000)


class DecisionForm(Form):
    granted: bool
    note: str = Field("", max_length=2000)


class WordsForm(Form):
    word_list: str = Field(min_length=1, max_length=60, pattern=r"^[\w-]+$")


@requires(Permission.RULES_READ)
def rulebooks() -> str:
    """What judges now and what is on its way."""
    lines, drafts = rulebooks_page(actor=actor(), services=services())
    may_edit = may(actor(), Permission.RULES_EDIT)
    return render_template("rules/rulebooks.html", rulebooks=lines, drafts=drafts, may_edit=may_edit)


@requires(Permission.RULES_EDIT)
def begin_draft(name: str) -> Response:
    """A draft that says what holds now."""
    return done("created", "rules.draft", draft_id=begin(name, actor=actor(), services=services()))


@requires(Permission.RULES_READ)
def draft(draft_id: str) -> str:
    """One draft, its checks and what it would change."""
    page = draft_page(draft_id, actor=actor(), services=services())
    forms = forms_of_draft(draft_id, actor=actor(), services=services())
    return render_template("rules/draft.html", page=page, draft_id=draft_id, forms=forms)


@requires(Permission.RULES_EDIT)
def write_draft(draft_id: str) -> Response:
    """Its next text."""
    form = read(DraftForm, {key: text for key, text in request.form.items() if not key.startswith(FILE)})
    files = {key.removeprefix(FILE): text for key, text in request.form.items() if key.startswith(FILE)}
    write(draft_id, files, form.note, form.version, actor=actor(), services=services())
    return done("saved", "rules.draft", draft_id=draft_id)


@requires(Permission.RULES_EDIT)
def words(draft_id: str) -> Response:
    """A word list from a CSV, XLSX or text file."""
    form = read(WordsForm, request.form)
    file = sent_file("file")
    if file is None:
        raise Invalid("file", "empty")
    add_words(draft_id, form.word_list, file.filename or "", file.read(), actor=actor(), services=services())
    return done("saved", "rules.draft", draft_id=draft_id)


@requires(Permission.RULES_EDIT)
def ask_publication(draft_id: str) -> Response:
    """Ask the second person."""
    ask(draft_id, actor=actor(), services=services())
    return done("asked", "rules.draft", draft_id=draft_id)


@requires(Permission.RULES_PUBLISH)
def decide(draft_id: str) -> Response:
    """The second person says yes or no."""
    form = read(DecisionForm, request.form)
    if form.granted:
        grant(draft_id, form.note, actor=actor(), services=services())
        return done("granted", "rules.rulebooks")
    refuse(draft_id, form.note, actor=actor(), services=services())
    return done("refused", "rules.rulebooks")


@requires(Permission.RULES_EDIT)
def drop_draft(draft_id: str) -> Response:
    """The draft is not wanted any more."""
    drop(draft_id, actor=actor(), services=services())
    return done("removed", "rules.rulebooks")
