"""From a name in the settings to an adapter, loaded on first use.

The web process imports this file and no model runtime.
"""

from importlib import import_module
from typing import Any

from engine.speech.errors import UnknownBackend
from engine.speech.options import SpeechSettings
from engine.speech.ports import Diarizer, Transcriber

TRANSCRIBERS = {
    "faster-whisper": "engine.speech.asr_faster_whisper:load",
    "scripted": "engine.speech.scripted:load",
}
DIARIZERS = {
    "light": "engine.speech.diarize_light:load",
    "pyannote": "engine.speech.diarize_pyannote:load",
}


def transcriber(settings: SpeechSettings) -> Transcriber:
    """The recogniser that the settings name.

    Raises:
        UnknownBackend: no such name. ModelMissing: its model is not there.
    """
    found: Transcriber = _factory("transcriber", settings.transcriber, TRANSCRIBERS)(settings)
    return found


def diarizer(settings: SpeechSettings) -> Diarizer | None:
    """The diarizer that the settings name; None for `none`.

    Raises:
        UnknownBackend: no such name. ModelMissing: its model is not there.
    """
    name = settings.diarizer
    if name == "none":
        return None
    if name == "auto":
        name = "pyannote" if settings.diarizer_model else "light"
    found: Diarizer = _factory("diarizer", name, DIARIZERS)(settings)
    return found


def _factory(kind: str, name: str, known: dict[str, str]) -> Any:
    target = known.get(name, name)
    module, _, attribute = target.partition(":")
    if not attribute:
        raise UnknownBackend(kind, name, tuple(known))
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise UnknownBackend(kind, name, tuple(known)) from error
