"""A demo story: who says what, when and in which voice."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROLES = ("agent", "customer")
FORMATS = ("stereo", "mono", "dual_mono")


@dataclass(frozen=True, slots=True)
class Voice:
    """An espeak-ng variant with its speed and pitch."""

    variant: str
    speed: int
    pitch: int


@dataclass(frozen=True, slots=True)
class Line:
    """One turn; *gap_s* is the time since the line before ended, negative when it talks over it."""

    role: str
    gap_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is needed to render a call; the rest of the file is metadata for the demo."""

    id: str
    format: str
    voices: dict[str, Voice]
    lines: tuple[Line, ...]


def read(path: Path) -> Story:
    """The story of one YAML file.

    Raises:
        ValueError: the file says something that cannot be rendered.
    """
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if raw["format"] not in FORMATS:
        raise ValueError(f"{path.name}: format: unknown {raw['format']!r}")
    voices = {role: Voice(**raw["voices"][role]) for role in ROLES}
    lines = tuple(Line(line["role"], float(line["gap_s"]), line["text"]) for line in raw["lines"])
    if unknown := sorted({line.role for line in lines} - set(ROLES)):
        raise ValueError(f"{path.name}: lines: unknown role {unknown[0]!r}")
    return Story(raw["id"], raw["format"], voices, lines)


def read_all(folder: Path) -> tuple[Story, ...]:
    """Every story of *folder*, by file name."""
    return tuple(read(path) for path in sorted(folder.glob("*.yaml")))


def unknown_characters(stories: Iterable[Story], known: str) -> tuple[str, ...]:
    """Characters of the stories that the demo model was never taught."""
    return tuple(sorted({char for story in stories for line in story.lines for char in line.text} - set(known)))
