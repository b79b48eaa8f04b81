"""A recogniser that says what it was told to say: for tests of everything around speech."""

from collections.abc import Callable, Sequence

from engine.speech.options import SpeechSettings
from engine.speech.ports import Clip, FloatArray, Provenance, Said, WindowShape
from rules.transcript import Word


class Scripted:
    """Says the given texts in turn, whatever it hears, with words spread evenly over each clip."""

    def __init__(self, texts: Sequence[str] = ("您好,请问有什么可以帮您",)) -> None:
        self._texts = tuple(texts)

    @property
    def provenance(self) -> Provenance:
        return Provenance("scripted", "scripted", "1", "")

    @property
    def window(self) -> WindowShape:
        return WindowShape(30.0, packed=False)

    @property
    def batch_clips(self) -> int:
        return 8

    def language_of(self, clips: Sequence[FloatArray]) -> tuple[str, float]:
        return "zh", 1.0

    def transcribe(self, clips: Sequence[Clip], *, advanced: Callable[[int], None] | None = None) -> tuple[Said, ...]:
        said = tuple(
            _evenly(self._texts[index % len(self._texts)], clip.duration_s) for index, clip in enumerate(clips)
        )
        if advanced is not None:
            advanced(len(clips))
        return said


def _evenly(text: str, duration_s: float) -> Said:
    step_s = duration_s / max(1, len(text))
    words = tuple(
        Word(character, round(index * step_s, 3), round((index + 1) * step_s, 3), 0.99)
        for index, character in enumerate(text)
    )
    return Said(text, words, mean_log_prob=-0.01, no_speech_prob=0.0)


def load(settings: SpeechSettings) -> Scripted:
    """A scripted recogniser that says the initial prompt of the settings, or a greeting."""
    return Scripted((settings.initial_prompt,)) if settings.initial_prompt else Scripted()
