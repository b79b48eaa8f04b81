"""Webhooks, and what became of everything that was to leave the house, for the administrator."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select

from engine.access import Actor, Permission, require
from engine.delivery.kinds import OUTSIDE
from engine.errors import Invalid
from engine.reading.listing import Listing, Wish
from engine.services import Services
from models.tables.deliveries import Channel, Delivery, DeliveryState, Side, Webhook
from models.tables.organisation import User
from models.transaction import Transaction

_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """*where*: the address without what may be a password. *sent*, *dead*: of the last seven days."""

    id: int
    name: str
    where: str
    side: str
    kinds: tuple[str, ...]
    paused: bool
    sent: int
    dead: int


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """*hosts*: where the settings allow webhooks to be sent. *mail_host*: None when no mail is sent."""

    webhooks: tuple[WebhookLine, ...]
    kinds: tuple[str, ...]
    sides: tuple[str, ...]
    hosts: tuple[str, ...]
    mail_host: str | None
    own_address: str


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """*again_at*: when the next attempt is due. *answer*: the beginning of what the receiver said."""

    id: int
    channel: str
    receiver: str
    items: tuple[tuple[str, int], ...]
    state: str
    attempts: int
    created_at: datetime
    ended_at: datetime | None
    again_at: datetime | None
    problem: str
    answer: str


def webhooks_page(*, actor: Actor, services: Services) -> WebhooksView:
    """Every webhook that was not removed, oldest first."""
    require(actor, Permission.INTEGRATIONS_MANAGE)
    since = services.clock() - _LATELY
    with services.transaction.read() as tx:
        rows = tx.session.scalars(select(Webhook).where(Webhook.removed_at.is_(None)).order_by(Webhook.id)).all()
        ended = tx.session.execute(
            select(Delivery.webhook_id, Delivery.state, func.count())
            .where(Delivery.ended_at >= since)
            .group_by(Delivery.webhook_id, Delivery.state)
        ).all()
        own_address = tx.session.get_one(User, actor.user_id).email or ""
    counts = {(row[0], row[1]): row[2] for row in ended}
    return WebhooksView(
        webhooks=tuple(
            WebhookLine(
                id=row.id,
                name=row.name,
                where=_shown(row.url),
                side=row.side.value,
                kinds=tuple(row.kinds),
                paused=row.paused_at is not None,
                sent=counts.get((row.id, DeliveryState.SENT), 0),
                dead=counts.get((row.id, DeliveryState.DEAD), 0),
            )
            for row in rows
        ),
        kinds=tuple(kind.value for kind in OUTSIDE),
        sides=tuple(side.value for side in Side),
        hosts=services.settings.notify.webhook_hosts,
        mail_host=services.settings.mail.host,
        own_address=own_address,
    )


def deliveries_page(wish: Wish, *, actor: Actor, services: Services) -> Listing[DeliveryLine]:
    """Newest first. Filters: `state`, `channel`.

    Raises:
        Invalid: a state or a way that does not exist.
    """
    require(actor, Permission.INTEGRATIONS_MANAGE)
    query = _filtered(wish)
    with services.transaction.read() as tx:
        total = tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = tx.session.scalars(query.order_by(Delivery.id.desc()).offset(wish.offset).limit(wish.size)).all()
        ids = {row.user_id for row in rows if row.user_id is not None}
        people = tx.session.execute(select(User.id, User.login).where(User.id.in_(ids))).all()
        webhooks = tx.session.execute(select(Webhook.id, Webhook.name)).all()
    names: dict[tuple[str, int | None], str] = {(Channel.WEBHOOK.value, row[0]): row[1] for row in webhooks}
    names |= {(Channel.MAIL.value, row[0]): row[1] for row in people}
    return Listing(tuple(_line(row, names) for row in rows), total, wish)


def dead_count(tx: Transaction) -> int:
    """How many deliveries were given up and wait for a person."""
    return tx.session.scalar(select(func.count(Delivery.id)).where(Delivery.state == DeliveryState.DEAD)) or 0


def _filtered(wish: Wish) -> Select[Delivery]:
    query = select(Delivery)
    if state := wish.filters.get("state"):
        if state not in set(DeliveryState):
            raise Invalid("state", "not_offered")
        query = query.where(Delivery.state == DeliveryState(state))
    if channel := wish.filters.get("channel"):
        if channel not in set(Channel):
            raise Invalid("channel", "not_offered")
        query = query.where(Delivery.channel == Channel(channel))
    return query


def _line(row: Delivery, names: dict[tuple[str, int | None], str]) -> DeliveryLine:
    is_tried = row.state is DeliveryState.WAITING and row.attempts > 0
    return DeliveryLine(
        id=row.id,
        channel=row.channel.value,
        receiver=names.get((row.channel.value, row.webhook_id or row.user_id), ""),
        items=tuple((item["kind"], len(item["references"])) for item in row.body["items"]),
        state=row.state.value,
        attempts=row.attempts,
        created_at=row.created_at,
        ended_at=row.ended_at,
        again_at=row.not_before if is_tried else None,
        problem=row.problem or "",
        answer=row.answer or "",
    )


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{'/…' if parts.path.strip('/') or parts.query else '/'}"
