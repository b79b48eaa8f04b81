"""What a project's calls are told to expect: words, an opening, and what is put right afterwards."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.errors import Invalid
from engine.reading.lexicons import lexicon_page, lexicons_page
from engine.steps.lexicon import publish_lexicon
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read

# What stands between the written and the meant word: 光选 = 光猫, 光选 → 光猫.
ARROWS = ("=>", "->", "→", "＝", "=", "\t")


class LexiconForm(Form):
    project: str = Field(min_length=1, max_length=80)
    hot_words: str = Field("", max_length=20_000)
    initial_prompt: str = Field("", max_length=400)
    corrections: str = Field("", max_length=50_000)
    note: str = Field("", max_length=200)


@requires(Permission.LEXICON_MANAGE)
def lexicons() -> str:
    """Every project."""
    return render_template("manager/lexicons.html", projects=lexicons_page(actor=actor(), services=services()))


@requires(Permission.LEXICON_MANAGE)
def lexicon() -> Response | str:
    """One project's words, and their next version."""
    if request.method == "GET":
        project = request.args.get("project", "").strip()
        page = lexicon_page(project, actor=actor(), services=services()) if project else None
        return render_template("manager/lexicon.html", page=page)
    form = read(LexiconForm, request.form)
    publish_lexicon(
        form.project,
        hot_words=form.hot_words.replace("，", "\n").replace("、", "\n").splitlines(),
        initial_prompt=form.initial_prompt,
        corrections=_pairs(form.corrections),
        note=form.note,
        actor=actor(),
        services=services(),
    )
    return done("saved", "manager.lexicon", project=form.project)


def _pairs(text: str) -> dict[str, str]:
    """One pair a line."""
    pairs = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        arrow = next((arrow for arrow in ARROWS if arrow in line), None)
        if arrow is None:
            raise Invalid("corrections", "not_a_pair", detail=line[:40])
        heard, _, meant = line.partition(arrow)
        pairs[heard.strip()] = meant.strip()
    return pairs
