"""The demo's calls: stories with their sound, as a telephone system would hand them in."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from engine.call_about import CallAbout
from engine.intake.offer import Offer
from models.channels import ChannelPolicy
from models.tables.recordings import Direction

FOLDER = Path(__file__).parent
SOURCE = "demo"
BROKEN = "broken-recording.wav"


def offers(now: datetime, timezone: str) -> Iterator[Offer]:
    """Every story as an offer, oldest call first, dated back from *now*; one more that is no sound at all."""
    stories = [_story(path) for path in sorted((FOLDER / "stories").glob("*.yaml"))]
    dated = [(started_at(story, now, timezone), story) for story in stories]
    for started, story in sorted(dated, key=lambda pair: pair[0]):
        yield Offer(sound_of(story["id"]), _about(story, started))
    broken = FOLDER / "stories" / BROKEN
    yield Offer(broken, CallAbout(source=SOURCE, call_id="demo-broken", project="电商售后", agent_no="8006"))


def sound_of(story_id: str) -> Path:
    """The rendered sound of a story."""
    return next(path for path in (FOLDER / "audio").glob(f"{story_id}.*") if path.suffix != ".json")


def started_at(story: dict[str, Any], now: datetime, timezone: str) -> datetime:
    """When the story's call began, never in the future."""
    zone = ZoneInfo(timezone)
    day = now.astimezone(zone).date() - timedelta(days=int(story["started"]["days_ago"]))
    moment = datetime.combine(day, time.fromisoformat(story["started"]["at"]), zone)
    return moment if moment < now else moment - timedelta(days=1)


def _story(path: Path) -> dict[str, Any]:
    story: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return story


def _about(story: dict[str, Any], started: datetime) -> CallAbout:
    return CallAbout(
        source=SOURCE,
        call_id=f"demo-{story['id']}",
        direction=Direction(story["direction"]),
        channel_policy=ChannelPolicy.MONO_DIARIZE if story.get("format") == "mono" else None,
        project=story["project"],
        queue=story["queue"],
        agent_no=story["agent"],
        customer_no=story["customer_no"],
        started_at=started,
        details={"satisfaction": story["satisfaction"], "disposition": story["disposition"]},
    )
