"""In which order the keys of a rule are written."""

from typing import Any

from rules.editing.conditions import Raw
from rules.rulebook import Rule

_USUAL = tuple(field.alias or name for name, field in Rule.model_fields.items())


def in_order(made: Raw, before: Raw) -> dict[str, Any]:
    """The keys as they were, new ones behind what usually stands before them."""
    order = list(before)
    for key in _USUAL:
        if key in made and key not in order:
            ahead = [order.index(other) for other in _USUAL[: _USUAL.index(key)] if other in order]
            order.insert(max(ahead) + 1 if ahead else 0, key)
    return {key: made[key] for key in (*order, *(key for key in made if key not in order)) if key in made}
