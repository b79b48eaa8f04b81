"""Wishes about the review page, as its scripts send them: one field of JSON."""

import json
from collections.abc import Mapping
from typing import Any

from engine.errors import Invalid
from review_app.inspector.keymap import check_keys


def read_changes(fields: Mapping[str, str]) -> dict[str, Any]:
    """Raises:
    Invalid: no JSON object, or keys for an action that does not exist.
    """
    try:
        changes = json.loads(fields.get("changes") or "{}")
    except ValueError:
        raise Invalid("changes", "not_json") from None
    if not isinstance(changes, dict):
        raise Invalid("changes", "not_json")
    keys = changes.get("keys") or {}
    if not isinstance(keys, dict):
        raise Invalid("keys", "not_json")
    check_keys(keys)
    return changes
