"""The transcript file: what `rules run` reads, what `transcript convert` writes, what the database keeps."""

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from rules.timeline import timeline_of
from rules.transcript import Overlap, Role, RoleSource, Silence, Timeline, Transcript, Utterance, Word

LONGEST_S = 7 * 86_400.0  # far beyond any call; later times are in another unit
_HALVES = re.compile("[\ud800-\udfff]")


def transcript_json(transcript: Transcript) -> dict[str, Any]:
    """*transcript* in the published shape; reading it back gives an equal transcript."""
    return {
        "version": 1,
        "language": transcript.language,
        "role_source": transcript.role_source.value,
        "role_confidence": transcript.role_confidence,
        "utterances": [utterance_json(utterance) for utterance in transcript.utterances],
        "timeline": timeline_json(transcript.timeline),
    }


def utterance_json(utterance: Utterance) -> dict[str, Any]:
    """One utterance in the published shape."""
    return {
        "id": utterance.id,
        "role": utterance.role.value,
        "start_s": utterance.start_s,
        "end_s": utterance.end_s,
        "text": utterance.text,
        "confidence": utterance.confidence,
        "suspect": utterance.suspect,
        "channel": utterance.channel,
        "loudness_db": utterance.loudness_db,
        "words": [
            {"text": word.text, "start_s": word.start_s, "end_s": word.end_s, "prob": word.prob}
            for word in utterance.words
        ],
    }


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """The timeline in the published shape."""
    overlaps = timeline.overlaps
    return {
        "duration_s": timeline.duration_s,
        "speech_s": {role.value: seconds for role, seconds in timeline.speech_s.items()},
        "silences": [_silence_json(silence) for silence in timeline.silences],
        "overlaps": None
        if overlaps is None
        else [
            {
                "start_s": overlap.start_s,
                "end_s": overlap.end_s,
                "interrupter": overlap.interrupter.value if overlap.interrupter else None,
            }
            for overlap in overlaps
        ],
        "talk_ratio": timeline.talk_ratio,
        "holds": [_silence_json(hold) for hold in timeline.holds],
    }


def transcript_from_json(body: Mapping[str, Any], *, words: bool = True) -> Transcript:
    """Read a transcript file.

    A file without a timeline gets the one its utterances imply; utterances out of order are put in order, and one that
    ends before it begins lasts no time.

    Args:
        words: False leaves the words of the utterances out; no verdict depends on them, and most of the file is words.

    Raises:
        KeyError, TypeError, ValueError: the file is not of the published shape; the message names the utterance.
    """
    read = [_placed(at, row, words=words) for at, row in enumerate(body["utterances"], start=1)]
    utterances = tuple(sorted(read, key=lambda said: (said.start_s, said.id)))
    _refuse_twice(utterances)
    timeline = body.get("timeline")
    return Transcript(
        utterances=utterances,
        timeline=_timeline(timeline) if timeline else timeline_of(utterances),
        language=str(body.get("language") or "zh"),
        role_source=RoleSource(body.get("role_source") or RoleSource.GIVEN),
        role_confidence=float(body.get("role_confidence", 1.0)),
    )


def _placed(number: int, row: Mapping[str, Any], *, words: bool) -> Utterance:
    """One utterance; where it cannot be read, the error says which."""
    try:
        return _utterance(number, row, words=words)
    except KeyError as missing:
        raise ValueError(f"utterance {number}: {missing.args[0]} is missing") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise ValueError(f"utterance {number}: {wrong}") from None


def _refuse_twice(utterances: Sequence[Utterance]) -> None:
    """Evidence names utterances by their ids."""
    seen: set[int] = set()
    for said in utterances:
        if said.id in seen:
            raise ValueError(f"two utterances have the id {said.id}")
        seen.add(said.id)


def _utterance(number: int, row: Mapping[str, Any], *, words: bool) -> Utterance:
    start_s = _seconds(row["start_s"])
    return Utterance(
        id=int(row.get("id", number)),
        role=Role(row["role"]),
        start_s=start_s,
        end_s=max(start_s, _seconds(row["end_s"])),
        text=_text(row["text"]),
        words=tuple(
            Word(_text(word["text"]), _seconds(word["start_s"]), _seconds(word["end_s"]), _number(word.get("prob")))
            for word in (row.get("words") or () if words else ())
        ),
        confidence=_share(row.get("confidence")),
        suspect=row.get("suspect"),
        channel=row.get("channel"),
        loudness_db=_number(row.get("loudness_db")),
    )


def _timeline(body: Mapping[str, Any]) -> Timeline:
    overlaps = body.get("overlaps", [])
    return Timeline(
        duration_s=_seconds(body["duration_s"]),
        speech_s={Role(role): float(seconds) for role, seconds in body.get("speech_s", {}).items()},
        silences=tuple(_silence(row) for row in body.get("silences", ())),
        overlaps=None
        if overlaps is None
        else tuple(
            Overlap(
                _seconds(row["start_s"]),
                _seconds(row["end_s"]),
                Role(row["interrupter"]) if row["interrupter"] else None,
            )
            for row in overlaps
        ),
        talk_ratio=_number(body.get("talk_ratio")),
        holds=tuple(_silence(row) for row in body.get("holds", ())),
    )


def _silence_json(silence: Silence) -> dict[str, Any]:
    return {
        "start_s": silence.start_s,
        "end_s": silence.end_s,
        "after": silence.after.value if silence.after else None,
    }


def _silence(row: Mapping[str, Any]) -> Silence:
    return Silence(_seconds(row["start_s"]), _seconds(row["end_s"]), Role(row["after"]) if row.get("after") else None)


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not 0 <= seconds <= LONGEST_S:
        raise ValueError(f"{value} is no time of a recording")
    return seconds


def _share(value: object) -> float | None:
    share = _number(value)
    if share is not None and not 0 <= share <= 1:
        raise ValueError(f"a confidence of {value} is not between 0 and 1")
    return share


def _number(value: object) -> float | None:
    number = None if value is None else float(str(value))
    if number is not None and not isfinite(number):
        raise ValueError(f"{value} is no number")
    return number


def _text(value: object) -> str:
    """Half a character, which JSON can write and nobody can print, becomes the sign for what cannot be read."""
    text = str(value)
    return text if text.isascii() else _HALVES.sub("\ufffd", text)
