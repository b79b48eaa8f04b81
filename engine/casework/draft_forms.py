"""The forms of a draft: found, recognised when somebody else changed them, and their version counted up."""

import hashlib
import json
from collections.abc import Mapping

from engine.errors import NotFound
from rules.editing.form_block import FormHome, RawForm, forms_in


def form_home(files: Mapping[str, str], form_id: str) -> FormHome:
    """Where a form stands; of several versions the last.

    Raises:
        NotFound: the draft has no such form.
    """
    found = [home for home in forms_in(files) if home.id == form_id]
    if not found:
        raise NotFound("scorecard")
    return found[-1]


def fingerprint(raw: RawForm) -> str:
    """The same as long as the form says the same; what an editor started from."""
    return hashlib.sha256(json.dumps(raw, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:20]


def with_version(raw: RawForm, published: Mapping[str, str]) -> dict[str, object]:
    """*raw* with the version after the published one, unless it says the same: what is published never changes.

    Args:
        published: the files that the draft was begun from.
    """
    before = [home.raw for home in forms_in(published) if home.id == raw.get("id")]
    form = {**raw}
    if not before:
        return form
    last = int(before[-1].get("version", 1))
    same = {**before[-1], "version": 0} == {**raw, "version": 0}
    form["version"] = last if same else last + 1
    return form
