"""Deliveries by real workers that are killed while they send: everything arrives, a second time under the same id."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.access import Actor
from engine.delivery.kinds import Side
from engine.services import Services
from engine.steps.account import create_user
from engine.steps.webhook import add_webhook, send_test
from models.roles import StaffRole
from models.tables.deliveries import Delivery, DeliveryState
from tests.support.house import QUICK_WORK, open_house, settings_of
from tests.support.processes import crew, wait_until
from tests.support.receivers import hook
from tests.support.redis_server import Server

pytestmark = [pytest.mark.redis, pytest.mark.chaos]

DELIVERIES, KILLED = 12, 4


def test_senders_killed_between_sending_and_saying_so_lose_nothing(database_url: str, tmp_path: Path, redis: Server):
    with hook() as receiver:
        notify = {"webhook_hosts": [receiver.host], "lease_s": 2, "retry_after_s": 0, "max_attempts": 20}
        settings = settings_of(tmp_path / "data", database_url, redis_url=redis.url, work=QUICK_WORK, notify=notify)
        settings.data_dir.mkdir()
        turns, busy = iter([True] * KILLED), threading.Lock()
        with open_house(settings) as services, crew(settings, "light-1", "scheduler") as workers:

            def kill_some() -> None:
                with busy:
                    if next(turns, False):
                        workers.kill_horse("light-1")

            receiver.before_answer = kill_some
            admin = Actor(
                create_user("root", "管理员", "a quiet seeded house", [StaffRole.ADMIN], services=services),
                StaffRole.ADMIN,
            )
            add_webhook("工单系统", receiver.url, Side.INSPECTED, ["released"], actor=admin, services=services)
            for _ in range(DELIVERIES):
                send_test(1, actor=admin, services=services)
            done = wait_until(lambda: states(services) == {DeliveryState.SENT: DELIVERIES}, within_s=90, every_s=0.3)

            assert done, (states(services), workers.log.read_text()[-3000:])
            arrived = Counter(one.headers["webhook-id"] for one in receiver.got)
            assert set(arrived) == public_ids(services)
    assert sum(arrived.values()) == DELIVERIES + KILLED


def states(services: Services) -> Counter[DeliveryState]:
    with services.transaction.read() as tx:
        return Counter(tx.session.scalars(select(Delivery.state)))


def public_ids(services: Services) -> set[str]:
    with services.transaction.read() as tx:
        return set(tx.session.scalars(select(Delivery.public_id)))
