"""One recording that is handed in, or the reason why it cannot be taken."""

from dataclasses import dataclass
from pathlib import Path

from engine.call_about import CallAbout

# What is worth opening; whether it is sound is found out by hearing it.
AUDIO_SUFFIXES = frozenset(
    {
        *(".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".amr", ".awb", ".gsm", ".wma", ".webm"),
        *(".spx", ".mp4", ".au", ".aif", ".aiff", ".caf", ".3gp", ".g729", ".g723", ".al", ".ul", ".pcm", ".raw"),
    }
)
SIDECAR_SUFFIX = ".json"
TABLE_SUFFIXES = frozenset({".csv", ".xlsx", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class Offer:
    """*transcript* was made elsewhere and comes with the recording; it is *path* itself where there is no sound."""

    path: Path
    about: CallAbout
    transcript: Path | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """*place* is a file, with row and column where there are any; *code* what is wrong with it."""

    place: str
    code: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.code}" + (f" ({self.detail})" if self.detail else "")
