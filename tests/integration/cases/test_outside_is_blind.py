"""What leaves the house names nobody, quotes nobody, scores nobody, and links the two sides of the blind nowhere."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.delivery.kinds import OUTSIDE, Side
from engine.review_draft import AdjustmentDraft
from engine.steps import appeal, approve, clarify, publish, webhook
from engine.steps.deliver import deliver
from engine.steps.extend import extend
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.cases import Held
from models.tables.organisation import User
from models.tables.recordings import Recording
from tests.integration.cases.conftest import CALLS
from tests.support import publishing
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
    extend("an-outage", 2.0, "金丝雀停电", **desk.as_("lead"))
    second.file()
    asked = clarify.ask(second.appeal.public_id, "金丝雀提问?", **desk.as_("lead3"))
    clarify.answer(asked, "金丝雀答复。", **second.agent)
    third = Desk(desk.house, "other-team").to(State.RELEASED)
    desk.clock.forward(days=2, hours=4)
    sweep(services=third.services)
    publish_at_the_second_try(desk)


def publish_at_the_second_try(desk: Desk) -> None:
    draft_id = publishing.begun(desk.house)
    publishing.rewritten(desk.house, draft_id, "title: {zh: 未问候", "title: {zh: 金丝雀没有问候", note="金丝雀说明")
    publishing.replayed(desk.house, draft_id)
    publish.ask(draft_id, **desk.as_("manager"))
    publish.refuse(draft_id, "金丝雀退回", **desk.as_("lead"))
    publish.ask(draft_id, **desk.as_("manager"))
    publish.grant(draft_id, "金丝雀同意", **desk.as_("lead"))


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
    desks = [Desk(desk.house, name) for name in CALLS]
    cases = {one.case.public_id for one in desks}
    assert cases <= by_side["inspected"]
    assert not cases & by_side["inspecting"]
    assert by_side["inspected"] & by_side["inspecting"] <= {
        appeal.public_id for one in desks for appeal in one.appeals()
    }
