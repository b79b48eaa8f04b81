"""What rules may ask of a call besides its words."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from engine.call_metadata import metadata_from
from models.tables.recordings import Direction
from rules.day import day_of


@pytest.mark.parametrize(
    ("timezone", "day"),
    [("Asia/Shanghai", date(2026, 7, 1)), ("UTC", date(2026, 6, 30)), ("America/New_York", date(2026, 6, 30))],
)
def test_the_day_of_a_call_is_the_day_where_it_was_held(timezone: str, day: date) -> None:
    half_past_seven_in_shanghai = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    facts = SimpleNamespace(
        details={},
        direction=Direction.INBOUND,
        project=None,
        queue=None,
        duration_s=60.0,
        agent_no="8001",
        started_at=half_past_seven_in_shanghai,
    )

    metadata = metadata_from(facts, "zh", timezone)

    assert day_of(metadata) == day
    assert datetime.fromisoformat(str(metadata["started_at"])) == half_past_seven_in_shanghai
