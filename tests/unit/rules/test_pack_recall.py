"""The Chinese pack on sentences that people labelled, where they are at hand."""

import os
from pathlib import Path

import pytest

from tests.bench.pack_recall import ORDINARY, WANTED, table

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("CALLQC_OUTSIDE_DATA", str(ROOT.parent / "shared" / "data"))) / "derived" / "split"


@pytest.mark.outside_data
@pytest.mark.skipif(not FOLDER.is_dir(), reason="the labelled sentences are not here (set CALLQC_OUTSIDE_DATA)")
def test_banned_wording_is_found_and_ordinary_service_left_alone() -> None:
    shares = {row.name: row.share for row in table(FOLDER)}

    assert {name: shares[name] >= 0.85 for name in WANTED} == dict.fromkeys(WANTED, True)
    assert {name: shares[name] <= 0.01 for name in ORDINARY} == dict.fromkeys(ORDINARY, True)
