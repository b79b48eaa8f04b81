"""How one person likes the review page: speed, silences, voices, keys. Kept with the account, on any machine."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

# These belong to Chinese input methods, to the browser or to the system; a page that takes them breaks typing.
FORBIDDEN_KEYS = frozenset(
    {"Ctrl+Space", "Alt+Space", "Meta+Space", "Shift+Space", "Tab", "Shift+Tab", "Ctrl+W", "Ctrl+T", "Ctrl+N"}
)


class ReviewPreferences(BaseModel):
    """Every field has a value that suits a newcomer.

    *keys* maps an action of the keymap to the keys that were chosen instead of the usual ones.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    speed: float = Field(default=1.0, ge=0.5, le=3)
    volume: float = Field(default=1.0, ge=0, le=1)
    skip_silence: bool = True
    voices: Literal["both", "agent", "customer"] = "both"
    only_open: bool = False
    keys: dict[str, tuple[str, ...]] = Field(default_factory=dict, max_length=60)

    @field_validator("keys")
    @classmethod
    def _usable(cls, keys: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for action, chosen in keys.items():
            if len(action) > 40 or len(chosen) > 4 or any(not key or len(key) > 24 for key in chosen):
                raise ValueError("not a key")
            if FORBIDDEN_KEYS & set(chosen):
                raise ValueError("forbidden key")
        taken = [key for chosen in keys.values() for key in chosen]
        if len(taken) != len(set(taken)):
            raise ValueError("one key for two actions")
        return keys


def review_preferences(stored: Mapping[str, Any]) -> ReviewPreferences:
    """What is kept of a person's wishes; the usual ones where nothing usable is kept."""
    try:
        return ReviewPreferences.model_validate(stored.get("review") or {})
    except ValidationError:
        return ReviewPreferences()
