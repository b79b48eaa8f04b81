"""Webhooks, kept by the administrator. Of an address the audit chain gets the host only: the rest may be a password."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.delivery.hosts import checked_url
from engine.delivery.kinds import OUTSIDE, TEST
from engine.delivery.pack import new_delivery
from engine.delivery.signature import new_secret
from engine.errors import Invalid, NotFound, Refused
from engine.queueing import Job
from engine.services import Services
from models.tables.deliveries import Side, Webhook
from models.tables.organisation import User
from models.transaction import Transaction


def add_webhook(name: str, url: str, side: Side, kinds: Iterable[str], *, actor: Actor, services: Services) -> str:
    """A new webhook; the secret that signs what is sent to it. Nobody can read that secret again.

    Raises:
        Invalid: a host that the settings do not allow, no kind or an unknown one, no name.
    """
    require(actor, Permission.INTEGRATIONS_MANAGE)
    parts = checked_url(url.strip(), services.settings.notify.webhook_hosts)
    chosen = _chosen(kinds)
    if not name.strip():
        raise Invalid("name", "empty")
    now, secret = services.clock(), new_secret()
    with services.transaction() as tx:
        row = Webhook(name=name.strip()[:80], url=url.strip(), side=side, kinds=chosen, secret=secret, created_at=now)
        tx.session.add(row)
        tx.session.flush()
        details: dict[str, object] = {"host": parts.hostname, "side": side.value, "kinds": chosen}
        remember(tx, "webhook.added", f"webhook:{row.id}", actor, now, details=details)
    return secret


def change_kinds(webhook_id: int, kinds: Iterable[str], *, actor: Actor, services: Services) -> None:
    """Of what it is told. Address and side stay: another receiver is another webhook with another secret."""
    require(actor, Permission.INTEGRATIONS_MANAGE)
    chosen, now = _chosen(kinds), services.clock()
    with services.transaction() as tx:
        row = _webhook(tx, webhook_id)
        details: dict[str, object] = {"before": list(row.kinds), "kinds": chosen}
        row.kinds = chosen
        remember(tx, "webhook.changed", f"webhook:{row.id}", actor, now, details=details)


def pause(webhook_id: int, *, paused: bool, actor: Actor, services: Services) -> None:
    """Tell it nothing for a while; what waited already goes out afterwards."""
    require(actor, Permission.INTEGRATIONS_MANAGE)
    now = services.clock()
    with services.transaction() as tx:
        row = _webhook(tx, webhook_id)
        row.paused_at = now if paused else None
        remember(tx, "webhook.paused" if paused else "webhook.resumed", f"webhook:{row.id}", actor, now)
        tx.after_commit(lambda: services.queue.wake(Job.DELIVER))


def renew_secret(webhook_id: int, *, actor: Actor, services: Services) -> str:
    """A new secret; what is signed from now on is signed with it."""
    require(actor, Permission.INTEGRATIONS_MANAGE)
    now, secret = services.clock(), new_secret()
    with services.transaction() as tx:
        row = _webhook(tx, webhook_id)
        row.secret = secret
        remember(tx, "webhook.secret_renewed", f"webhook:{row.id}", actor, now)
    return secret


def remove(webhook_id: int, *, actor: Actor, services: Services) -> None:
    """Tell it nothing any more. What was sent stays in the record."""
    require(actor, Permission.INTEGRATIONS_MANAGE)
    now = services.clock()
    with services.transaction() as tx:
        row = _webhook(tx, webhook_id)
        row.removed_at = now
        remember(tx, "webhook.removed", f"webhook:{row.id}", actor, now, details={"host": urlsplit(row.url).hostname})


def send_test(webhook_id: int, *, actor: Actor, services: Services) -> None:
    """Send one event of the kind `test`, by the same way as every other."""
    require(actor, Permission.INTEGRATIONS_MANAGE)
    _test(actor, services, webhook_id=webhook_id)


def send_test_mail(*, actor: Actor, services: Services) -> None:
    """Send a mail to the one who asks.

    Raises:
        Refused: `no_address`: their account has none.
    """
    require(actor, Permission.INTEGRATIONS_MANAGE)
    _test(actor, services, webhook_id=None)


def _test(actor: Actor, services: Services, *, webhook_id: int | None) -> None:
    now = services.clock()
    with services.transaction() as tx:
        user_id = None
        if webhook_id is not None:
            _webhook(tx, webhook_id)
        else:
            user_id = actor.user_id
            if not tx.session.get_one(User, user_id).email:
                raise Refused("no_address")
        items: list[dict[str, object]] = [{"kind": TEST, "references": []}]
        row = new_delivery(tx, items, now, webhook_id=webhook_id, user_id=user_id)
        remember(tx, "delivery.test_asked", f"delivery:{row.id}", actor, now)
        tx.after_commit(lambda: services.queue.wake(Job.DELIVER))


def _chosen(kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    if not wanted:
        raise Invalid("kinds", "empty")
    if wanted - {kind.value for kind in OUTSIDE}:
        raise Invalid("kinds", "not_offered")
    return [kind.value for kind in OUTSIDE if kind.value in wanted]


def _webhook(tx: Transaction, webhook_id: int) -> Webhook:
    row = tx.session.get(Webhook, webhook_id, with_for_update=True)
    if row is None or row.removed_at is not None:
        raise NotFound("webhook")
    return row
