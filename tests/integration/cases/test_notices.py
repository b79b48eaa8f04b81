"""What people are told: that something happened to a case, never a score, never a name their role hides."""

import json

from sqlalchemy import select

from engine.steps import appeal, approve
from engine.steps.notice import mark_read
from models.lifecycle import State
from models.tables.cases import Held
from models.tables.notices import Notice
from models.tables.organisation import User
from tests.support.desk import Desk, kinds
from tests.support.slow_appeal import appeal_slowly


def busy(desk: Desk) -> Desk:
    """A case that everything happened to."""
    desk.to(State.RELEASED)
    approve.grant(desk.correct({"CALM-01": Held.PASS}), "", **desk.as_("lead3"))
    appeal.withdraw(desk.file(), **desk.agent)
    desk.clock.forward(hours=1)
    appeal_slowly(desk)
    return desk


def test_no_notice_has_a_score_a_name_or_a_word_of_anybody(desk: Desk):
    busy(desk)
    with desk.services.transaction.read() as tx:
        names = [text for user in tx.session.scalars(select(User)) for text in (user.name, user.login, user.agent_no)]

    told = json.dumps(
        [(one.kind.value, one.params, one.once) for one in desk.notices()], ensure_ascii=False, default=str
    )

    assert [name for name in names if name and name in told] == []
    assert all(not one.params for one in desk.notices())


def test_everybody_knows_the_case_under_an_id_of_their_own(desk: Desk):
    busy(desk)
    case, appeals = desk.case.public_id, {one.public_id for one in desk.appeals()}

    references = {login: {one.reference for one in desk.notices(login)} for login in desk.house.people}

    assert references["agent8001"] == {case}
    assert references["leader1"] <= appeals | {case}
    for login in ("inspector", "inspector2", "inspector3"):
        assert not references[login] & (appeals | {case})


def test_those_who_have_no_part_are_told_nothing(desk: Desk):
    before = {login: len(desk.notices(login)) for login in ("agent8003", "leader2", "manager")}

    busy(desk)

    assert {login: len(desk.notices(login)) for login in before} == before == dict.fromkeys(before, 0)


def test_the_result_goes_back_to_all(desk: Desk):
    reviewer = desk.house.login_of(desk.assignment().inspector_id)
    busy(desk)
    author = next(login for login in ("inspector2", "inspector3") if "opinion_due" in kinds(desk.notices(login)))

    for login in ("agent8001", "leader1", reviewer, author):
        assert kinds(desk.notices(login)).count("decided") == 1, login


def test_reading_one_notice_leaves_the_others_unread_and_those_of_others_alone(desk: Desk):
    busy(desk)
    first, *rest = desk.notices("agent8001")

    mark_read(first.id, **desk.agent)
    mark_read(rest[0].id, **desk.as_("agent8002"))
    assert [one.read_at is not None for one in desk.notices("agent8001")] == [True] + [False] * len(rest)
    mark_read(None, **desk.agent)

    assert all(one.read_at for one in desk.notices("agent8001"))
    assert not any(one.read_at for one in desk.notices("leader1"))
    assert desk.count(Notice) > len(rest)
