"""A call written as people read it, for the tests that rules carry.

A 您好,很高兴为您服务          agent; times follow from the length of the text
C 3.0-5.5 我要投诉             customer, from 3.0 to 5.5 seconds
? 喂                           nobody knows who
A~ 请稍等                      recognised with low confidence
A! 谢谢观看                    suspect: may be invented
A@-12 你听我说                 12 dB louder than the 0 dB of full scale (a level of -12 dBFS)
-- 12                          twelve seconds in which nobody speaks
== mono                        one mixed channel: roles as written, not certain; talk-over unknown
== hold 20                     twenty seconds of announced hold
== end 90                      the recording lasts 90 seconds
== en                          the call is in English
# a comment
"""

import re
from dataclasses import dataclass, field, replace

from rules.timeline import timeline_of
from rules.transcript import Role, RoleSource, Silence, Transcript, Utterance

_LINE = re.compile(
    r"(?P<who>[ACac?])(?P<mark>[~!])?(?:@(?P<level>-?\d+(?:\.\d+)?))?\s+"
    r"(?:(?P<start>\d+(?:\.\d+)?)-(?P<end>\d+(?:\.\d+)?)\s+)?(?P<text>.*)"
)
_ROLES = {"A": Role.AGENT, "C": Role.CUSTOMER, "?": Role.UNKNOWN}
_CHARS_PER_S = 4.5  # 270 characters a minute, the usual pace of Mandarin on the telephone
_LETTERS_PER_S = 14.0  # about 165 English words a minute
_GAP_S = 0.2
LOW_CONFIDENCE = 0.2
CONFIDENCE = 0.95


@dataclass(slots=True)
class _Call:
    utterances: list[Utterance] = field(default_factory=list)
    holds: list[Silence] = field(default_factory=list)
    now_s: float = 0.0
    duration_s: float | None = None
    language: str = "zh"
    mono: bool = False


def dialogue(text: str) -> Transcript:
    """The transcript that these lines describe.

    Raises:
        ValueError: a line that means nothing; the message has it.
    """
    call = _Call()
    for line in text.splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            _add(call, line)
    ordered = sorted(call.utterances, key=lambda one: (one.start_s, one.id))
    utterances = tuple(replace(one, id=number) for number, one in enumerate(ordered, start=1))
    timeline = timeline_of(utterances, max(call.now_s, call.duration_s or 0.0), overlaps=not call.mono)
    return Transcript(
        utterances,
        replace(timeline, holds=tuple(call.holds)),
        call.language,
        RoleSource.DIARIZATION if call.mono else RoleSource.CHANNEL,
        0.3 if call.mono else 1.0,
    )


def _add(call: _Call, line: str) -> None:
    if line.startswith("--"):
        call.now_s += _seconds(line[2:], line)
        return
    if line.startswith("=="):
        _set(call, line[2:].split(), line)
        return
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a line of a dialogue: {line!r}")
    words = match["text"].strip()
    start_s = float(match["start"]) if match["start"] else call.now_s + (_GAP_S if call.utterances else 0.0)
    end_s = float(match["end"]) if match["end"] else round(start_s + _spoken_s(words), 2)
    call.now_s = max(call.now_s, end_s)
    call.utterances.append(
        Utterance(
            id=len(call.utterances) + 1,
            role=_ROLES[match["who"].upper()],
            start_s=round(start_s, 2),
            end_s=end_s,
            text=words,
            confidence=LOW_CONFIDENCE if match["mark"] == "~" else CONFIDENCE,
            suspect="may be invented" if match["mark"] == "!" else None,
            loudness_db=float(match["level"]) if match["level"] else None,
        )
    )


def _set(call: _Call, words: list[str], line: str) -> None:
    if words == ["mono"]:
        call.mono = True
    elif len(words) == 2 and words[0] == "hold":
        length_s = _seconds(words[1], line)
        call.holds.append(Silence(call.now_s, call.now_s + length_s))
        call.now_s += length_s
    elif len(words) == 2 and words[0] == "end":
        call.duration_s = _seconds(words[1], line)
    elif len(words) == 1 and words[0] in ("zh", "en"):
        call.language = words[0]
    else:
        raise ValueError(f"not a line of a dialogue: {line!r}")


def _seconds(text: str, line: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"not a number of seconds: {line!r}") from None


def _spoken_s(text: str) -> float:
    latin = sum(character.isascii() for character in text)
    return max(0.4, (len(text) - latin) / _CHARS_PER_S + latin / _LETTERS_PER_S)
