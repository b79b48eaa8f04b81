"""Notices by mail: to those who have an address and want it, in their language, grouped, again after a failure."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import Invalid, Refused
from engine.reading.own_settings import own_settings
from engine.steps import webhook
from engine.steps.deliver import deliver
from engine.steps.settle import settle_looks, settle_mail
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.deliveries import Delivery, DeliveryState
from models.tables.organisation import User
from tests.support.desk import Desk
from tests.support.receivers import CERTIFICATE, Mailbox, mailbox

Opened = Callable[..., Desk]


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as ready:
        yield ready


def mail_settings(box: Mailbox, **more: Any) -> dict[str, Any]:
    server = {"host": "127.0.0.1", "port": box.port, "security": "none", "sender": "qc@example.cn", **more}
    return {"mail": server, "notify": {"page_url": "https://qc.example.cn/", "retry_after_s": 10, "max_attempts": 2}}


@pytest.fixture
def linked(open_desk: Opened, box: Mailbox) -> Desk:
    """A desk with a mail server, where everybody has an address."""
    desk = open_desk(**mail_settings(box))
    give_addresses(desk)
    return desk


def give_addresses(desk: Desk) -> None:
    with desk.services.transaction() as tx:
        for person in tx.session.scalars(select(User)):
            person.email = f"{person.login}@example.cn"


def deliveries(desk: Desk) -> list[Delivery]:
    with desk.services.transaction.read() as tx:
        return list(tx.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_released_result_is_told_by_mail(linked: Desk, box: Mailbox):
    linked.to(State.RELEASED)

    deliver(services=linked.services)

    (mail,) = box.got
    assert (mail["To"], mail["From"]) == ("agent8001@example.cn", "qc@example.cn")
    assert mail["Subject"] == "[CallQC] 质检结果已下发"
    assert f"质检结果已下发 × 1：{linked.case.public_id[:8]}" in mail.get_content()
    assert "https://qc.example.cn/notices" in mail.get_content()
    assert mail["Message-ID"] == f"<{deliveries(linked)[0].public_id}@callqc>"


def test_a_mail_speaks_the_language_of_its_reader(linked: Desk, box: Mailbox):
    settle_looks({"language": "en"}, **linked.agent)
    linked.to(State.RELEASED)

    deliver(services=linked.services)

    assert box.got[0]["Subject"] == "[CallQC] Results released"
    assert "Sign in" not in box.got[0].get_content()
    assert "Open it here: https://qc.example.cn/notices" in box.got[0].get_content()


def test_nobody_gets_what_they_did_not_want(linked: Desk, box: Mailbox):
    settle_mail(["decided"], **linked.agent)
    linked.to(State.RELEASED)

    deliver(services=linked.services)

    assert box.got == []
    assert dict(own_settings(**linked.agent).kinds)["decided"]
    assert not dict(own_settings(**linked.agent).kinds)["released"]
    with pytest.raises(Invalid):
        settle_mail(["assigned"], **linked.agent)


def test_many_reminders_are_one_mail(linked: Desk, box: Mailbox):
    linked.to(State.RELEASED)
    with linked.services.transaction() as tx:
        # Both calls are one agent's.
        second = Desk(linked.house, "second-call")
        tx.session.merge(second.case).agent_id = linked.case.agent_id
    second.to(State.RELEASED)
    deliver(services=linked.services)
    box.got.clear()
    linked.clock.forward(days=2, hours=2)

    sweep(services=linked.services)
    deliver(services=linked.services)

    (mail,) = box.got
    assert "申诉期限将至 × 2" in mail.get_content()


def test_a_refused_recipient_is_given_up_at_once_and_others_get_theirs(linked: Desk, box: Mailbox):
    box.refuses = "550 no such person"
    linked.to(State.RELEASED)
    deliver(services=linked.services)
    assert (deliveries(linked)[0].state, deliveries(linked)[0].problem) == (DeliveryState.DEAD, "recipient_refused")

    box.refuses = ""
    webhook.send_test_mail(**linked.as_("admin"))
    deliver(services=linked.services)

    assert [mail["To"] for mail in box.got] == ["admin@example.cn"]


def test_a_full_mailbox_is_tried_again(linked: Desk, box: Mailbox):
    box.refuses = "452 mailbox full"
    linked.to(State.RELEASED)
    deliver(services=linked.services)
    box.refuses = ""
    linked.clock.forward(seconds=11)

    deliver(services=linked.services)

    assert len(box.got) == 1
    assert deliveries(linked)[0].state is DeliveryState.SENT


def test_a_mail_server_that_is_away_is_waited_for(open_desk: Opened):
    with mailbox() as gone:
        pass
    desk = open_desk(**mail_settings(gone))
    give_addresses(desk)
    desk.to(State.RELEASED)

    deliver(services=desk.services)

    assert (deliveries(desk)[0].state, deliveries(desk)[0].problem) == (DeliveryState.WAITING, "refused")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_the_sender_signs_in_with_the_password_of_the_environment(open_desk: Opened, monkeypatch: pytest.MonkeyPatch):
    with mailbox(password="of the mail server") as box:
        monkeypatch.setenv("CALLQC_MAIL__PASSWORD", "of the mail server")
        desk = open_desk(**mail_settings(box, user="qc"))
        give_addresses(desk)
        desk.to(State.RELEASED)

        deliver(services=desk.services)

        assert (box.signed_in_as, len(box.got)) == (["qc"], 1)
        assert "of the mail server" not in repr(desk.services.settings)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_mail_and_password_go_through_an_encrypted_connection_to_a_server_one_trusts(
    open_desk: Opened, monkeypatch: pytest.MonkeyPatch, security: str
):
    with mailbox(password="of the mail server", security=security) as box:
        desk = open_desk(**mail_settings(box, user="qc", password="of the mail server", security=security))
        give_addresses(desk)
        desk.to(State.RELEASED)
        deliver(services=desk.services)
        assert (deliveries(desk)[0].problem, box.got, box.signed_in_as) == ("tls", [], [])

        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        desk.clock.forward(seconds=11)
        deliver(services=desk.services)

        assert (box.signed_in_as, len(box.got)) == (["qc"], 1)


def test_a_server_that_cannot_encrypt_gets_no_mail_and_no_password(open_desk: Opened, box: Mailbox):
    desk = open_desk(**mail_settings(box, security="starttls", user="qc", password="secret"))
    give_addresses(desk)
    desk.to(State.RELEASED)

    deliver(services=desk.services)

    assert (box.got, box.signed_in_as) == ([], [])
    assert deliveries(desk)[0].problem is not None


def test_without_a_mail_server_or_an_address_nothing_is_sent(open_desk: Opened, desk: Desk):
    desk.to(State.RELEASED)
    deliver(services=desk.services)
    assert deliveries(desk) == []
    with pytest.raises(Refused):
        webhook.send_test_mail(**desk.as_("admin"))

    give_addresses(desk)
    webhook.send_test_mail(**desk.as_("admin"))
    deliver(services=desk.services)

    assert deliveries(desk)[0].problem == "no_mail_server"
