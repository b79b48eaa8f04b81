"""Speak Mandarin text with espeak-ng, in this process, at 8 kHz."""

import ctypes
import ctypes.util
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pypinyin import Style, lazy_pinyin
from scipy.signal import resample_poly

RATE_HZ = 8000
# The plain cmn voice reads pinyin as English; this one reads tone numbers.
LANGUAGE = "cmn-latn-pinyin"
# Voices that espeak-ng tells apart clearly; whispering and creaking ones are left out.
VARIANTS = (
    *(f"m{n}" for n in range(1, 9)),
    *(f"f{n}" for n in range(1, 6)),
    *("Andrea", "Annie", "Alicia", "belinda", "Linda", "steph", "anika", "Denis", "Diogo", "Hugo"),
    *("max", "Michael", "Lee", "paul", "ed", "rob", "travis", "victor"),
)
SILENT_BELOW = 0.004
# Pauses, and a hum to which pypinyin gives no vowel.
_SPECIAL = {"，": ", ", "。": ". ", "？": "? ", "嗯": "en1 "}
_RETRIEVAL, _UTF8, _BY_CHARACTER = 1, 1, 1
_SPEED, _PITCH, _RANGE = 1, 3, 4

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a person speaks: espeak-ng's variant, characters a minute (about), pitch and liveliness 0 to 99."""

    variant: str
    speed: int = 240
    pitch: int = 50
    liveliness: int = 50


def pinyin(text: str) -> str:
    """Tone-numbered syllables, with the pauses of the punctuation: 'nin2 hao3, '."""
    spoken = []
    syllables = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors=lambda other: list(other))
    for char, syllable in zip(text, syllables, strict=True):
        spoken.append(_SPECIAL.get(char, syllable + " "))
    return "".join(spoken).replace(" ,", ",").replace(" .", ".").replace(" ?", "?")


class Speaker:
    """espeak-ng's library: one Speaker per process (a second one hangs), and not safe across threads."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1"
        self._library = ctypes.CDLL(name)
        self._rate_hz = int(self._library.espeak_Initialize(_RETRIEVAL, 0, None, 0))
        if self._rate_hz <= 0:
            raise RuntimeError("espeak-ng does not start: is the package espeak-ng-data installed?")
        self._pieces: list[NDArray[np.int16]] = []
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: Voice) -> NDArray[np.float32]:
        """*text* spoken, 8 kHz, peak 0.9, without silence at either end."""
        if self._library.espeak_SetVoiceByName(f"{LANGUAGE}+{voice.variant}".encode()) != 0:
            raise ValueError(f"espeak-ng has no voice variant {voice.variant!r}")
        for parameter, value in ((_SPEED, voice.speed), (_PITCH, voice.pitch), (_RANGE, voice.liveliness)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._pieces.clear()
        spoken = pinyin(text).encode() + b"\0"
        self._library.espeak_Synth(spoken, len(spoken), 0, _BY_CHARACTER, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        if not self._pieces:
            raise RuntimeError(f"espeak-ng said nothing for {text!r}")
        sound = np.concatenate(self._pieces).astype(np.float32) / 32768
        return _trimmed(resample_poly(sound, RATE_HZ * 2, self._rate_hz * 2).astype(np.float32))

    def _collect(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0


def _trimmed(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    sound = sound * (0.9 / max(float(np.abs(sound).max()), 1e-6))
    loud = np.flatnonzero(np.abs(sound) > SILENT_BELOW)
    return sound[max(loud[0] - 80, 0) : loud[-1] + 160]
