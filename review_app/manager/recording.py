"""One recording: how it was heard, and what can be mended."""

from flask import render_template
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.recording_page import recording_page
from engine.steps.swap import swap as swap_step
from engine.steps.voiceprint import enrol
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done


@requires(Permission.RECORDING_IMPORT)
def recording(recording_id: int) -> str:
    """The page."""
    page = recording_page(recording_id, actor=actor(), services=services())
    return render_template("manager/recording.html", page=page)


@requires(Permission.RECORDING_SWAP_SIDES)
def swap(recording_id: int) -> Response:
    """Exchange the two sides and judge again."""
    swap_step(recording_id, actor=actor(), services=services())
    return done("swapped", "manager.recording", recording_id=recording_id)


@requires(Permission.VOICEPRINT_ENROL)
def voice(recording_id: int) -> Response:
    """Keep the agent's voice."""
    enrol(recording_id, actor=actor(), services=services())
    return done("voice_kept", "manager.recording", recording_id=recording_id)
