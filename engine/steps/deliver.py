"""Send what waits in the outbox: pack it, send it, say how it ended. No transaction is open while a receiver thinks."""

import time
from dataclasses import dataclass

import structlog

from engine.delivery.forget import forget
from engine.delivery.hold import Held, bury, claim, end
from engine.delivery.hosts import checked_url
from engine.delivery.outcome import Outcome
from engine.delivery.pack import pack
from engine.delivery.request import request_body, send
from engine.delivery.smtp import mail, send_mail
from engine.delivery.wording import mail_text
from engine.errors import Invalid
from engine.queueing import Job
from engine.services import Services
from models.tables.deliveries import Webhook
from models.tables.organisation import User

log = structlog.get_logger()

# What says nothing about the receiver's other deliveries.
_ABOUT_ONE = frozenset({"recipient_refused", "no_address", "host_not_allowed", "removed"})


@dataclass(frozen=True, slots=True)
class Delivered:
    sent: int
    failed: int


def deliver(*, services: Services) -> Delivered:
    """Send until nothing waits or the time of one job is used up. Safe to run at any time, in any number."""
    services.queue.answered(Job.DELIVER)
    until = time.monotonic() + services.settings.notify.drain_max_s
    forget(services)
    bury(services)
    pack(services)
    sent = failed = 0
    silent: set[str] = set()
    while time.monotonic() < until:
        with services.transaction() as tx:
            held = claim(tx, services.clock(), services.settings.notify.lease_s, silent)
        if held is None:
            return Delivered(sent, failed)
        outcome = _attempt(held, services)
        end(held, outcome, services)
        if outcome.problem is None:
            sent += 1
            continue
        failed += 1
        log.warning("delivery.failed", delivery_id=held.id, problem=outcome.problem, attempts=held.attempts)
        if outcome.problem not in _ABOUT_ONE:
            silent.add(held.receiver)
    services.queue.wake(Job.DELIVER)
    return Delivered(sent, failed)


def _attempt(held: Held, services: Services) -> Outcome:
    return _by_mail(held, services) if held.webhook_id is None else _to_webhook(held, held.webhook_id, services)


def _to_webhook(held: Held, webhook_id: int, services: Services) -> Outcome:
    notify, now = services.settings.notify, services.clock()
    with services.transaction.read() as tx:
        webhook = tx.session.get_one(Webhook, webhook_id)
    if webhook.removed_at is not None:
        return Outcome("removed", is_final=True)
    try:
        url = checked_url(webhook.url, notify.webhook_hosts)
    except Invalid as refused:
        return Outcome(refused.code, is_final=True)
    body = request_body(webhook.side.value, held.items, held.created_at.isoformat(timespec="seconds"))
    return send(url, webhook.secret, held.public_id, body, int(now.timestamp()), notify.timeout_s)


def _by_mail(held: Held, services: Services) -> Outcome:
    settings = services.settings
    if settings.mail.host is None:
        return Outcome("no_mail_server", is_final=True)
    with services.transaction.read() as tx:
        person = tx.session.get_one(User, held.user_id)
    if not person.email or person.disabled_at is not None:
        return Outcome("no_address", is_final=True)
    subject, text = mail_text(held.items, person.language, settings.notify.page_url)
    message = mail(person.email, subject, text, held.public_id, services.clock(), settings.mail)
    return send_mail(message, settings.mail)
