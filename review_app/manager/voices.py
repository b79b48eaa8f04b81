"""Voices that are kept of agents."""

from flask import render_template
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.voices import voices_page
from engine.steps.voiceprint import erase as erase_step
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done


@requires(Permission.VOICEPRINT_ERASE)
def voices() -> str:
    """The list."""
    return render_template("manager/voices.html", voices=voices_page(actor=actor(), services=services()))


@requires(Permission.VOICEPRINT_ERASE)
def erase(voiceprint_id: int) -> Response:
    """Erase one for good."""
    erase_step(voiceprint_id, actor=actor(), services=services())
    return done("voice_erased", "manager.voices")
