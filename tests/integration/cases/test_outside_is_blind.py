"""What leaves the house names nobody, quotes nobody, scores nobody, and links the two sides of the blind nowhere."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.delivery.kinds import OUTSIDE, Side
from engine.review_draft import AdjustmentDraft
from engine.steps import appeal, approve, webhook
from engine.steps.deliver import deliver
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.cases import Held
from models.tables.organisation import User
from models.tables.recordings import Recording
from tests.support.desk import CALL, Desk
from tests.support.receivers import hook, mailbox, text_of
from tests.support.slow_appeal import appeal_slowly

Opened = Callable[..., Desk]


def busy(desk: Desk) -> None:
    """A case that everything happened to which leaves the house."""
    desk.confirm(desk.draft(comment="金丝雀评语", adjustment=AdjustmentDraft(points=1.25, reason="金丝雀理由")))
    desk.house.release(desk.story)
    approve.grant(desk.correct({"CALM-01": Held.PASS}), "金丝雀审批", **desk.as_("lead3"))
    appeal.withdraw(desk.file(by=desk.leader), **desk.leader)
    desk.clock.forward(hours=1)
    appeal_slowly(desk)
    second = Desk(desk.house, "second-call").to(State.RELEASED)
    desk.clock.forward(days=2, hours=2)
    sweep(services=second.services)


@pytest.fixture
def canaries() -> list[str]:
    """Words that may be nowhere: of the call, of the customer, of people's comments."""
    spoken = [line.split(" ", 2)[2] for line in (row.strip() for row in CALL.strip().splitlines())]
    return [*spoken, "金丝雀", "请再听一遍录音", "听了前后文", "结合上下文", "5678", "1.25", "38.5"]


def test_no_mail_and_no_webhook_names_quotes_or_scores_anybody(open_desk: Opened, canaries: list[str]):
    with hook() as receiver, mailbox() as box:
        desk = open_desk(
            notify={"webhook_hosts": [receiver.host]},
            mail={"host": "127.0.0.1", "port": box.port, "security": "none"},
        )
        with desk.services.transaction() as tx:
            people = tx.session.scalars(select(User)).all()
            names = [text for one in people for text in (one.name, one.login, one.agent_no) if text]
            # Addresses that say nothing, so that a name can only come from elsewhere.
            for number, person in enumerate(people):
                person.email = f"m{number}@example.cn"
            files = [text for one in tx.session.scalars(select(Recording)) for text in (one.file_name, one.call_id)]
        for side in Side:
            kinds = [kind.value for kind in OUTSIDE]
            webhook.add_webhook("全部", receiver.url, side, kinds, **desk.as_("admin"))

        busy(desk)
        deliver(services=desk.services)

        kinds_told = {one.told["type"] for one in receiver.got}
        texts = [one.body.decode() + one.path for one in receiver.got] + [text_of(mail) for mail in box.got]
        assert kinds_told == {kind.value for kind in OUTSIDE}
        assert len(box.got) >= 5
        assert [word for word in [*names, *files, *canaries] for text in texts if word in text] == []


def test_no_side_gets_an_id_of_the_other(open_desk: Opened):
    with hook() as receiver:
        desk = open_desk(notify={"webhook_hosts": [receiver.host]})
        for side in Side:
            webhook.add_webhook("全部", receiver.url, side, [kind.value for kind in OUTSIDE], **desk.as_("admin"))

        busy(desk)
        deliver(services=desk.services)

        by_side = {
            side.value: {name for one in receiver.got if one.told["side"] == side for name in one.told["references"]}
            for side in Side
        }
    cases = {desk.case.public_id, Desk(desk.house, "second-call").case.public_id}
    assert cases <= by_side["inspected"]
    assert not cases & by_side["inspecting"]
    assert by_side["inspected"] & by_side["inspecting"] <= {one.public_id for one in desk.appeals()}
