"""One lane of a recording: where its voice is, where its music, and the windows the recogniser will get."""

from dataclasses import dataclass

from engine.speech.channels import Lane
from engine.speech.hold_music import music
from engine.speech.options import SpeechSettings
from engine.speech.ports import RATE_HZ, Span, WindowShape
from engine.speech.talkspurts import reach_borders, talkspurts
from engine.speech.voice_activity import ActivityOptions, speech_probabilities, speech_spans
from engine.speech.windows import Window, windows
from rules.transcript import Role


@dataclass(frozen=True, slots=True)
class Listened:
    """A lane after listening for voice.

    *voice* is as detected, *speech* reaches to the borders of the talkspurts; *music* is looked for where a hold would
    put it: not on the customer's lane.
    """

    lane: Lane
    voice: tuple[Span, ...]
    speech: tuple[Span, ...]
    windows: tuple[Window, ...]
    music: tuple[Span, ...] = ()


def listen(lane: Lane, shape: WindowShape, settings: SpeechSettings) -> Listened:
    """Find voice and music on a lane, and cut the voice into windows."""
    length_s = len(lane.samples) / RATE_HZ
    probabilities = speech_probabilities(lane.samples)
    options = ActivityOptions(
        settings.speech_on_prob, settings.speech_off_prob, settings.min_speech_s, settings.min_silence_s
    )
    # The last frame is filled up with silence and may end after the recording.
    voice = tuple(Span(span.start_s, min(span.end_s, length_s)) for span in speech_spans(probabilities, options))
    cut = windows(voice, probabilities, shape, length_s)
    held = () if lane.role is Role.CUSTOMER else music(lane.samples, voice)
    return Listened(lane, voice, reach_borders(voice, talkspurts(lane.samples)), cut, held)
