"""How one person likes every page: language, light or dark, a folded rail. Empty until they chose."""

from collections.abc import Mapping
from typing import Any

LANGUAGES = ("zh", "en")
THEMES = ("auto", "light", "dark")


def looks(preferences: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen, by name."""
    chosen = preferences.get("looks")
    return {str(name): str(value) for name, value in chosen.items()} if isinstance(chosen, dict) else {}
