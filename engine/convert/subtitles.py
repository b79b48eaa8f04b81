"""SubRip (SRT) and WebVTT: cues with times, and who speaks as a prefix or a voice."""

import re
from collections.abc import Sequence
from html import unescape

from engine.convert.given import Converted, Given, Line
from engine.speech.errors import UnreadableTranscript
from rules.transcript import Role, Utterance

SRT, VTT = "srt", "vtt"
MOMENT = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
CUE = re.compile(rf"^\s*{MOMENT}\s*-->\s*{MOMENT}")
ARROW = "-->"
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG = re.compile(r"</?[a-zA-Z0-9.:\- ]*[^>]*>")
# `[CSR] Hello`, `(客户) 喂`, `Agent: Hello`, `坐席:您好`.
BRACKETED = re.compile(r"^[\[(（【]\s*([^\])）】\n]{1,40})\s*[\])）】]\s*[:：]?\s*")
COLON = re.compile(r"^([A-Za-z][\w .-]{0,30}|[一-鿿]{2,8}\d{0,2})[:：]\s*")


def looks_like_vtt(text: str) -> bool:
    """Whether *text* begins as WebVTT must."""
    return text.startswith("WEBVTT")


def looks_like_srt(text: str) -> bool:
    """Whether *text* begins with a numbered cue."""
    head = [line for line in text[:2000].splitlines() if line.strip()][:3]
    return any(CUE.match(line) for line in head[:2])


def read(text: str, kind: str) -> Given:
    """The cues of a subtitle file.

    Raises:
        UnreadableTranscript: a time line that cannot be read, with its number.
    """
    lines: list[Line] = []
    block: list[tuple[int, str]] = []
    for number, raw in enumerate([*text.splitlines(), ""], 1):
        if raw.strip():
            block.append((number, raw))
        elif block:
            if (line := _cue(block, kind)) is not None:
                lines.append(line)
            block = []
    return Given(kind, tuple(lines), labels_are_channels=False)


def _cue(block: Sequence[tuple[int, str]], kind: str) -> Line | None:
    """The cue in a block of lines; None for a header, a note or a style."""
    for index, (number, raw) in enumerate(block[:2]):
        if ARROW not in raw:
            continue
        times = CUE.match(raw)
        if times is None:
            raise UnreadableTranscript(f"line {number}", f"is no time of a cue: {raw.strip()[:60]!r}")
        groups = times.groups()
        text = "\n".join(content for _, content in block[index + 1 :])
        label, said = _voice(text) if kind == VTT else ("", text)
        if not label:
            label, said = _prefix(said)
        return Line(said, label, _seconds(groups[:4]), _seconds(groups[4:]), place=f"line {number}")
    if kind == SRT:
        number, raw = block[0]
        raise UnreadableTranscript(f"line {number}", f"is no cue: {raw.strip()[:60]!r}")
    return None


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = groups
    return (
        int(hours or 0) * 3600
        + int(minutes or 0) * 60
        + int(seconds or 0)
        + int((fraction or "0").ljust(3, "0")) / 1000
    )


def _voice(text: str) -> tuple[str, str]:
    found = VOICE.search(text)
    label = found.group(1).strip() if found else ""
    return unescape(label), unescape(TAG.sub("", text)).strip()


def _prefix(text: str) -> tuple[str, str]:
    for shape in (BRACKETED, COLON):
        found = shape.match(text)
        if found:
            return found.group(1).strip(), text[found.end() :].strip()
    return "", text.strip()


def write_vtt(converted: Converted) -> str:
    """The transcript as WebVTT, each side a voice."""
    blocks = ["WEBVTT"]
    for said in converted.transcript.utterances:
        label = _label(converted, said.role)
        voice = f"<v {_escaped(label)}>" if label else ""
        blocks.append(f"{said.id}\n{_span(said, '.')}\n{voice}{_escaped(_one_block(said.text))}")
    return "\n\n".join(blocks) + "\n"


def write_srt(converted: Converted) -> str:
    """The transcript as SubRip, each side a prefix in brackets."""
    blocks = []
    for said in converted.transcript.utterances:
        label = _label(converted, said.role)
        prefix = f"[{label}] " if label else ""
        blocks.append(f"{said.id}\n{_span(said, ',')}\n{prefix}{_one_block(said.text)}")
    return "\n\n".join(blocks) + "\n"


def _label(converted: Converted, role: Role) -> str:
    """What the other system called this side, where it did; our own word otherwise."""
    if role is Role.UNKNOWN:
        return ""
    return converted.labels.get(role, str(role))


def _one_block(text: str) -> str:
    """A blank line would end the cue."""
    return re.sub(r"\n\s*\n+", "\n", text.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _span(said: Utterance, point: str) -> str:
    return f"{_moment(said.start_s, point)} {ARROW} {_moment(said.end_s, point)}"


def _moment(seconds: float, point: str) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"
