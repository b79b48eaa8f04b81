"""Making an installation: schema, rulebook, a source, a sampling plan. Safe to repeat."""

from sqlalchemy import select

from engine.casework.move import remember
from engine.rulebooks import publish
from engine.services import Services
from models.channels import ChannelPolicy
from models.migrate import upgrade
from models.tables.recordings import Source
from models.tables.sampling import SamplingPlan
from rules.load import pack_path, sources_of

DEFAULT_PLAN = "random-share"


def install(services: Services) -> None:
    """Bring the database up to date and publish the rulebook that the settings name."""
    upgrade(services.transaction.database)
    settings, now = services.settings, services.clock()
    files = sources_of(pack_path(settings.rulebook))
    with services.transaction() as tx:
        version_id = publish(tx, settings.rulebook, files, now)
        if tx.session.scalar(select(SamplingPlan.id).where(SamplingPlan.name == DEFAULT_PLAN)) is None:
            tx.session.add(
                SamplingPlan(
                    name=DEFAULT_PLAN,
                    design="bernoulli",
                    parameters={"share": settings.routing.random_share},
                    seed=settings.routing.seed,
                    created_at=now,
                )
            )
            remember(tx, "installation.made", f"rulebook:{version_id}", None, now)


def add_source(
    services: Services,
    name: str,
    *,
    inbound: ChannelPolicy,
    outbound: ChannelPolicy,
    language: str | None = None,
    timezone: str = "Asia/Shanghai",
) -> None:
    """Add a source of recordings, or leave the one of that name as it is."""
    now = services.clock()
    with services.transaction() as tx:
        if tx.session.scalar(select(Source.id).where(Source.name == name)) is None:
            tx.session.add(
                Source(
                    name=name,
                    inbound_policy=inbound,
                    outbound_policy=outbound,
                    language=language,
                    timezone=timezone,
                    created_at=now,
                )
            )
            remember(tx, "source.added", f"source:{name}", None, now)
