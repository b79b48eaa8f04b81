"""Events go out by webhook: signed, once per event, to allowed hosts only, again after a failure, and never lost."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine.casework.tell import tell
from engine.delivery.kinds import OUTSIDE, Side
from engine.errors import Conflict, Forbidden, Invalid
from engine.reading.deliveries import deliveries_page, webhooks_page
from engine.reading.listing import Wish
from engine.steps import webhook
from engine.steps.deliver import deliver
from engine.steps.send_again import send_again, send_all_again
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.audit import AuditRow
from models.tables.deliveries import Delivery, DeliveryState, OutboxRow
from models.tables.notices import NoticeKind
from tests.support.desk import Desk
from tests.support.receivers import Hook, hook

KINDS = [kind.value for kind in OUTSIDE]
Opened = Callable[..., Desk]


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as ready:
        yield ready


@pytest.fixture
def settings(receiver: Hook) -> dict[str, Any]:
    return {"notify": {"webhook_hosts": [receiver.host], "timeout_s": 1, "retry_after_s": 10, "max_attempts": 3}}


@pytest.fixture
def linked(open_desk: Opened, settings: dict[str, Any]) -> Desk:
    """A desk under settings that allow the receiver."""
    return open_desk(**settings)


def add(desk: Desk, receiver: Hook, side: Side = Side.INSPECTED, kinds: list[str] = KINDS) -> str:
    return webhook.add_webhook("工单系统", receiver.url, side, kinds, **desk.as_("admin"))


def deliveries(desk: Desk) -> list[Delivery]:
    with desk.services.transaction.read() as tx:
        return list(tx.session.scalars(select(Delivery).order_by(Delivery.id)))


def actions(desk: Desk, prefix: str) -> list[str]:
    with desk.services.transaction.read() as tx:
        found = tx.session.scalars(select(AuditRow.action).order_by(AuditRow.number))
        return [action for action in found if action.startswith(prefix)]


def test_an_event_arrives_signed_with_an_id_a_moment_and_what_happened(linked: Desk, receiver: Hook):
    secret = add(linked, receiver)
    linked.to(State.RELEASED)

    assert sweep(services=linked.services).sending
    sent = deliver(services=linked.services)

    (request,) = receiver.got
    assert sent.sent == 1
    assert request.path == "/hook?token=of-the-receiver"
    assert request.is_signed_with(secret)
    assert request.headers["webhook-timestamp"] == str(int(linked.clock().timestamp()))
    assert request.told == {
        "type": "released",
        "side": "inspected",
        "at": linked.clock().isoformat(timespec="seconds"),
        "count": 1,
        "references": [linked.case.public_id],
    }
    assert not sweep(services=linked.services).sending


def test_one_side_hears_nothing_of_the_other(linked: Desk, receiver: Hook):
    add(linked, receiver, Side.INSPECTING)
    linked.to(State.RELEASED)

    deliver(services=linked.services)

    assert receiver.got == []


def test_only_chosen_kinds_are_told(linked: Desk, receiver: Hook):
    add(linked, receiver, kinds=["decided"])
    linked.to(State.FINAL)

    deliver(services=linked.services)

    assert {one.told["type"] for one in receiver.got} == {"decided"}


def test_several_readers_of_one_event_are_one_event(linked: Desk, receiver: Hook):
    """Every lead is told of an overdue decision; the webhook is told once."""
    add(linked, receiver, Side.INSPECTING, ["overdue"])
    linked.to(State.ADJUDICATION)
    linked.clock.forward(days=20)

    sweep(services=linked.services)
    sweep(services=linked.services)
    deliver(services=linked.services)

    assert [one.told["references"] for one in receiver.got] == [[linked.appeal.public_id]]


def test_an_event_that_is_rolled_back_is_not_told(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.to(State.CONFIRMED)

    with pytest.raises(RuntimeError), linked.services.transaction() as tx:
        tell(tx, linked.house.people["agent8001"].user_id, NoticeKind.RELEASED, "x", linked.clock())
        raise RuntimeError
    deliver(services=linked.services)

    assert (receiver.got, linked.count(OutboxRow)) == ([], 0)


def test_a_failure_is_tried_again_later_under_the_same_id_and_ever_more_slowly(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.to(State.RELEASED)
    receiver.statuses = [500, 503]
    receiver.answer = "坏了".encode()

    deliver(services=linked.services)
    deliver(services=linked.services)
    assert (len(receiver.got), deliveries(linked)[0].problem, deliveries(linked)[0].answer) == (1, "status_500", "坏了")
    linked.clock.forward(seconds=11)
    deliver(services=linked.services)
    linked.clock.forward(seconds=11)
    deliver(services=linked.services)
    assert len(receiver.got) == 2, "the second pause is twice as long"
    linked.clock.forward(seconds=10)
    deliver(services=linked.services)

    assert len(receiver.got) == 3
    assert len({one.headers["webhook-id"] for one in receiver.got}) == 1
    assert len({one.body for one in receiver.got}) == 1
    assert deliveries(linked)[0].state is DeliveryState.SENT


def test_what_failed_too_often_is_dead_and_the_administrator_sends_it_again(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.to(State.RELEASED)
    receiver.statuses = [500] * 3
    for _ in range(5):
        deliver(services=linked.services)
        linked.clock.forward(hours=1)
    (dead,) = deliveries(linked)
    assert (dead.state, dead.attempts, len(receiver.got)) == (DeliveryState.DEAD, 3, 3)

    (line,) = deliveries_page(Wish(filters={"state": "dead"}), **linked.as_("admin")).rows
    send_again(line.id, **linked.as_("admin"))
    deliver(services=linked.services)

    assert deliveries(linked)[0].state is DeliveryState.SENT
    assert receiver.got[-1].headers["webhook-id"] == dead.public_id
    assert actions(linked, "delivery.") == ["delivery.given_up", "delivery.sent_again"]
    with pytest.raises(Conflict):
        send_again(line.id, **linked.as_("admin"))
    assert send_all_again(**linked.as_("admin")) == 0


def test_a_redirect_is_not_followed(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.to(State.RELEASED)
    receiver.statuses, receiver.headers = [307], {"Location": f"http://{receiver.host}/elsewhere"}

    deliver(services=linked.services)

    assert [one.path for one in receiver.got] == ["/hook?token=of-the-receiver"]
    assert deliveries(linked)[0].problem == "status_307"


def test_of_an_answer_a_kilobyte_is_kept(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.to(State.RELEASED)
    receiver.answer = b"x" * 5000

    deliver(services=linked.services)

    assert deliveries(linked)[0].answer == "x" * 1024


def test_a_receiver_that_is_silent_or_drips_is_cut_off(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.services.settings.notify.timeout_s = 0.3
    begun = time.monotonic()
    receiver.slow_s, receiver.answer = 0.1, b"y" * 100
    webhook.send_test(1, **linked.as_("admin"))
    deliver(services=linked.services)
    receiver.before_answer = lambda: time.sleep(1)
    webhook.send_test(1, **linked.as_("admin"))
    deliver(services=linked.services)

    dripping, silent = deliveries(linked)
    assert time.monotonic() - begun < 5
    assert len(dripping.answer or "") < 100
    assert silent.problem == "timeout"


def test_one_dead_receiver_holds_nobody_up(linked: Desk, receiver: Hook):
    with hook() as gone:
        pass
    linked.services.settings.notify.webhook_hosts += (gone.host,)
    webhook.add_webhook("没有人", gone.url, Side.INSPECTED, KINDS, **linked.as_("admin"))
    add(linked, receiver)
    linked.to(State.FINAL)

    done = deliver(services=linked.services)

    assert (done.failed, len(receiver.got)) == (1, done.sent)
    assert done.sent >= 3


def test_a_sender_killed_between_sending_and_saying_so_sends_it_again_under_the_same_id(
    linked: Desk, receiver: Hook, settings: dict[str, Any], tmp_path: Path
):
    add(linked, receiver)
    linked.to(State.RELEASED)
    url = linked.services.settings.effective_database_url
    command = [sys.executable, "-m", "tests.support.sender", tmp_path, url, linked.clock().isoformat()]
    senders: list[subprocess.Popen[bytes]] = []
    receiver.before_answer = lambda: os.kill(senders[0].pid, signal.SIGKILL)

    senders.append(subprocess.Popen([*map(str, command), json.dumps(settings)]))
    assert senders[0].wait(60) == -signal.SIGKILL
    receiver.before_answer = lambda: None
    deliver(services=linked.services)
    assert len(receiver.got) == 1, "the lease of the dead still holds"
    linked.clock.forward(minutes=3)
    deliver(services=linked.services)

    assert [one.headers["webhook-id"] for one in receiver.got] == [deliveries(linked)[0].public_id] * 2
    assert deliveries(linked)[0].state is DeliveryState.SENT


def test_a_delivery_that_kills_every_sender_is_dead_in_the_end(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.to(State.RELEASED)
    deliver(services=linked.services)
    with linked.services.transaction() as tx:
        row = tx.session.get_one(Delivery, deliveries(linked)[0].id)
        row.state, row.ended_at, row.attempts, row.lease_until = DeliveryState.WAITING, None, 3, linked.clock()

    linked.clock.forward(minutes=3)
    deliver(services=linked.services)

    assert (deliveries(linked)[0].state, deliveries(linked)[0].problem) == (DeliveryState.DEAD, "sender_died")
    assert len(receiver.got) == 1


def test_many_reminders_are_one_request(linked: Desk, receiver: Hook):
    add(linked, receiver, kinds=["deadline_near"])
    linked.to(State.RELEASED)
    second = Desk(linked.house, "second-call").to(State.RELEASED)
    linked.clock.forward(days=2, hours=2)

    sweep(services=linked.services)
    deliver(services=linked.services)

    (request,) = receiver.got
    assert sorted(request.told["references"]) == sorted([linked.case.public_id, second.case.public_id])
    assert request.told["count"] == 2


def test_a_host_that_is_not_allowed_is_refused_when_added_and_when_sent_to(linked: Desk, receiver: Hook):
    with pytest.raises(Invalid, match="url"):
        webhook.add_webhook("内网", "http://169.254.169.254/latest", Side.INSPECTED, KINDS, **linked.as_("admin"))
    add(linked, receiver)
    linked.to(State.RELEASED)
    linked.services.settings.notify.webhook_hosts = ()

    deliver(services=linked.services)

    assert receiver.got == []
    assert (deliveries(linked)[0].state, deliveries(linked)[0].problem) == (DeliveryState.DEAD, "host_not_allowed")


def test_what_was_sent_long_ago_is_forgotten_and_what_was_given_up_is_not(linked: Desk, receiver: Hook):
    add(linked, receiver)
    linked.to(State.RELEASED)
    deliver(services=linked.services)
    receiver.statuses = [500] * 3
    webhook.send_test(1, **linked.as_("admin"))
    for _ in range(3):
        deliver(services=linked.services)
        linked.clock.forward(hours=1)
    assert len(deliveries(linked)) == 2

    linked.clock.forward(days=91)
    deliver(services=linked.services)

    assert [one.state for one in deliveries(linked)] == [DeliveryState.DEAD]
    assert linked.count(OutboxRow) == 0


def test_paused_removed_and_renewed(linked: Desk, receiver: Hook):
    old = add(linked, receiver)
    admin = linked.as_("admin")
    webhook.send_test(1, **admin)
    webhook.pause(1, paused=True, **admin)
    deliver(services=linked.services)
    assert receiver.got == []
    webhook.pause(1, paused=False, **admin)
    new = webhook.renew_secret(1, **admin)
    webhook.change_kinds(1, ["decided", "released"], **admin)
    deliver(services=linked.services)
    assert [one.told["type"] for one in receiver.got] == ["test"]
    assert receiver.got[0].is_signed_with(new)
    assert not receiver.got[0].is_signed_with(old)
    webhook.send_test(1, **admin)
    webhook.remove(1, **admin)

    deliver(services=linked.services)

    assert len(receiver.got) == 1
    assert deliveries(linked)[-1].problem == "removed"
    assert webhooks_page(**admin).webhooks == ()
    assert actions(linked, "webhook.") == [
        f"webhook.{done}" for done in ("added", "paused", "resumed", "secret_renewed", "changed", "removed")
    ]


def test_neither_secret_nor_token_is_shown_logged_or_chained(
    linked: Desk, receiver: Hook, capsys: pytest.CaptureFixture[str]
):
    secret = add(linked, receiver)
    linked.to(State.RELEASED)
    receiver.statuses = [500]
    deliver(services=linked.services)

    with linked.services.transaction.read() as tx:
        chained = repr([(row.details, row.why) for row in tx.session.scalars(select(AuditRow))])
    seen = chained + repr(webhooks_page(**linked.as_("admin"))) + "".join(capsys.readouterr())

    assert secret not in seen
    assert "of-the-receiver" not in seen


@pytest.mark.parametrize("login", ["manager", "lead", "inspector", "leader1", "agent8001"])
def test_only_the_administrator_looks_after_webhooks(linked: Desk, receiver: Hook, login: str):
    for act in (
        lambda: webhook.add_webhook("x", receiver.url, Side.INSPECTED, KINDS, **linked.as_(login)),
        lambda: webhook.remove(1, **linked.as_(login)),
        lambda: webhook.send_test_mail(**linked.as_(login)),
        lambda: send_again(1, **linked.as_(login)),
        lambda: deliveries_page(Wish(), **linked.as_(login)),
        lambda: webhooks_page(**linked.as_(login)),
    ):
        with pytest.raises(Forbidden):
            act()
