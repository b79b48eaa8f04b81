"""What a draft of a rulebook would change, with calls to listen to."""

from flask import render_template, request
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.draft_effect import effect_page
from engine.reading.replay_progress import replay_progress
from engine.steps.draft import ask_replay
from engine.steps.draft import stop_replay as stop
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done


@requires(Permission.RULES_READ)
def effect(draft_id: str) -> str:
    """The result of the replay as a difference; `?rule=` chooses whose examples are shown."""
    page = effect_page(draft_id, request.args.get("rule", "")[:64], actor=actor(), services=services())
    return render_template("rules/effect.html", page=page)


@requires(Permission.RULES_READ)
def progress(draft_id: str) -> str:
    """How far the replay has come, as a part of a page; `?card` for the page of the draft."""
    found = replay_progress(draft_id, actor=actor(), services=services())
    return render_template("rules/replay_part.html", progress=found, draft_id=draft_id, is_card="card" in request.args)


@requires(Permission.RULES_EDIT)
def replay(draft_id: str) -> Response:
    """Judge what is stored by the draft."""
    ask_replay(draft_id, actor=actor(), services=services())
    return done("replay_asked", "rules.effect", draft_id=draft_id)


@requires(Permission.RULES_EDIT)
def stop_replay(draft_id: str) -> Response:
    """Do not wait for it any more."""
    stop(draft_id, actor=actor(), services=services())
    return done("replay_stopped", "rules.effect", draft_id=draft_id)
