"""The administrator says where recordings come from: whose channel is which, and what files without a header hold."""

from dataclasses import asdict, dataclass
from zoneinfo import available_timezones

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.errors import Invalid, NotFound
from engine.services import Services
from models.channels import SAMPLE_BY_SAMPLE, ChannelPolicy, RawEncoding
from models.tables.recordings import Source
from models.transaction import Transaction

# From the slowest telephone line to studio sound.
RATES_HZ = range(4000, 96_001)
MOST_CHANNELS = 2


@dataclass(frozen=True, slots=True)
class SourceChoices:
    """What can be said of a source.

    Args:
        language: None: found out for every recording.
        raw_encoding: of files without a header; None: there are none. Rate and channels count for samples only.
    """

    inbound: ChannelPolicy
    outbound: ChannelPolicy
    timezone: str
    language: str | None = None
    raw_encoding: RawEncoding | None = None
    raw_sample_rate_hz: int | None = None
    raw_channels: int | None = None


def create_source(name: str, choices: SourceChoices, *, actor: Actor, services: Services) -> int:
    """A new source; its id.

    Raises:
        Invalid: the name is empty or taken, or something in *choices* cannot be.
    """
    require(actor, Permission.SOURCES_MANAGE)
    _check(choices)
    plain = name.strip()
    if not plain:
        raise Invalid("name", "empty")
    now = services.clock()
    with services.transaction() as tx:
        if tx.session.scalar(select(Source.id).where(Source.name == plain)) is not None:
            raise Invalid("name", "taken")
        row = Source(name=plain, created_at=now)
        _write(row, choices)
        tx.session.add(row)
        tx.session.flush()
        remember(tx, "source.added", f"source:{row.id}", actor, now, details=_told(row))
        return row.id


def update_source(source_id: int, choices: SourceChoices, *, actor: Actor, services: Services) -> None:
    """Change a source. Recordings that are here already keep the policy they came with.

    Raises:
        NotFound: no such source.
        Invalid: something in *choices* cannot be.
    """
    require(actor, Permission.SOURCES_MANAGE)
    _check(choices)
    now = services.clock()
    with services.transaction() as tx:
        row = _held(tx, source_id)
        before = _told(row)
        _write(row, choices)
        after = _told(row)
        changed: dict[str, object] = {
            name: [before[name], after[name]] for name in after if before[name] != after[name]
        }
        if changed:
            remember(tx, "source.changed", f"source:{row.id}", actor, now, details=changed)


def _held(tx: Transaction, source_id: int) -> Source:
    row = tx.session.scalars(select(Source).where(Source.id == source_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("source")
    return row


def _check(choices: SourceChoices) -> None:
    if choices.timezone not in available_timezones():
        raise Invalid("timezone", "not_offered")
    if choices.raw_encoding not in SAMPLE_BY_SAMPLE:
        return
    if choices.raw_sample_rate_hz not in RATES_HZ:
        raise Invalid("raw_sample_rate_hz", "not_offered")
    if choices.raw_channels not in range(1, MOST_CHANNELS + 1):
        raise Invalid("raw_channels", "not_offered")


def _write(row: Source, choices: SourceChoices) -> None:
    samples = choices.raw_encoding in SAMPLE_BY_SAMPLE
    row.inbound_policy, row.outbound_policy = choices.inbound, choices.outbound
    row.language, row.timezone = choices.language or None, choices.timezone
    row.raw_encoding = choices.raw_encoding
    row.raw_sample_rate_hz = choices.raw_sample_rate_hz if samples else None
    row.raw_channels = choices.raw_channels if samples else None


def _told(row: Source) -> dict[str, object]:
    """The choices as the audit chain keeps them."""
    choices = SourceChoices(
        inbound=row.inbound_policy,
        outbound=row.outbound_policy,
        timezone=row.timezone,
        language=row.language,
        raw_encoding=row.raw_encoding,
        raw_sample_rate_hz=row.raw_sample_rate_hz,
        raw_channels=row.raw_channels,
    )
    return {"name": row.name, **{name: str(one) if one is not None else None for name, one in asdict(choices).items()}}
