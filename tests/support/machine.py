"""What this machine has, and what a test does when something is missing: skip here, fail in CI."""

import os
from pathlib import Path

import pytest

from tools.system_packages import Part, in_ci, install_line

ROOT = Path(__file__).parent.parent.parent


def need(part: Part) -> Path:
    """Where the part is; without it the test is skipped, and in CI it fails."""
    found = part.binary()
    if found is None:
        sentence = f"{part.name} is missing; type: {install_line((part,))}"
        if in_ci():
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found


def outside_data() -> Path:
    """The folder of recordings that are not part of the repository; without it the test is skipped."""
    folder = Path(os.environ.get("CALLQC_OUTSIDE_DATA", str(ROOT.parent / "shared" / "data")))
    if not folder.is_dir():
        pytest.skip("the recordings outside the repository are not here (set CALLQC_OUTSIDE_DATA)")
    return folder
