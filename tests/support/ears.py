"""Recognisers for tests of everything around recognition. Worker processes find them by `tests.support.ears:…`."""

import os
import signal
import time
from collections.abc import Callable, Sequence

from engine.speech.options import SpeechSettings
from engine.speech.ports import Clip, Said
from engine.speech.scripted import Scripted

# A clip longer than this kills the process that hears it: no exception, no farewell, as out of memory does.
POISON_S = 6.0


class Slow(Scripted):
    """Takes its time over every clip, and tells that it gets on."""

    def __init__(self, seconds_per_clip: float, *, poisonous: bool = False) -> None:
        super().__init__(("您好,请问有什么可以帮您", "我想咨询一下话费"))
        self._seconds, self._poisonous = seconds_per_clip, poisonous

    def transcribe(self, clips: Sequence[Clip], *, advanced: Callable[[int], None] | None = None) -> tuple[Said, ...]:
        for clip in clips:
            if self._poisonous and clip.duration_s > POISON_S:
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(self._seconds)
            if advanced is not None:
                advanced(1)
        return super().transcribe(clips)


def slow(_: SpeechSettings) -> Slow:
    """A quarter of a second per clip."""
    return Slow(0.25)


def slower(_: SpeechSettings) -> Slow:
    """Long enough to be paused in the middle."""
    return Slow(1.5)


def quick(_: SpeechSettings) -> Slow:
    """No time at all."""
    return Slow(0.0)


def poisonous(_: SpeechSettings) -> Slow:
    """Dies of long clips."""
    return Slow(0.0, poisonous=True)


# Said by nobody else: whoever finds it in a log has found a leak.
SPOKEN_CANARY = "金丝雀暗号七九三"


def telltale(_: SpeechSettings) -> Scripted:
    """Hears the canary in everything."""
    return Scripted((f"您好,{SPOKEN_CANARY}",))


class Indiscreet(Scripted):
    """Fails, and says in its error what it heard, as libraries do."""

    def transcribe(self, clips: Sequence[Clip], *, advanced: Callable[[int], None] | None = None) -> tuple[Said, ...]:
        raise ValueError(f"cannot tokenize {SPOKEN_CANARY!r}")


def indiscreet(_: SpeechSettings) -> Indiscreet:
    """Fails with the canary on its lips."""
    return Indiscreet()
