"""What a draft of a rulebook would change, with calls to listen to."""

from flask import render_template, request

from engine.access import Permission
from engine.reading.draft_effect import effect_page
from review_app.access import requires
from review_app.context import actor, services


@requires(Permission.RULES_READ)
def effect(draft_id: str) -> str:
    """The result of the replay as a difference; `?rule=` chooses whose examples are shown."""
    page = effect_page(draft_id, request.args.get("rule", "")[:64], actor=actor(), services=services())
    return render_template("rules/effect.html", page=page)
