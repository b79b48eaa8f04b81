"""Many at the same moment, through the web server itself: one wins, everybody else is told, no draft is lost."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engine.review_draft import ReviewDraft
from engine.steps import assign, review
from models.lifecycle import State
from models.tables.appeals import Decision
from models.tables.cases import ScoreKind
from models.tables.organisation import User
from models.tables.reviews import AssignmentKind
from tests.support.desk import PRELIMINARY, Desk
from tests.support.http import Answer, Caller
from tests.support.serving import served


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Start all of *acts* at the same moment."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        gate.wait(timeout=60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def form_of(draft: ReviewDraft) -> dict[str, str]:
    """The fields that the review page sends for *draft*."""
    fields = {"comment": draft.comment}
    for key, verdict in draft.verdicts.items():
        assert verdict.held is not None
        fields |= {f"held.{key}": verdict.held.value, f"comment.{key}": verdict.comment}
    return fields


def submit(caller: Caller, assignment_id: str, draft: ReviewDraft, version: int) -> Answer:
    headers = {"Accept": "application/json", "If-Match": f'"{version}"'}
    return caller.post(f"/inspector/reviews/{assignment_id}/confirm", form_of(draft), **headers)


def test_of_fifty_submissions_by_two_inspectors_one_wins_and_the_rest_keep_their_drafts(desk: Desk):
    first, second = desk.assignment(), desk.house.people["inspector2"].user_id
    review.save_draft(first.public_id, desk.draft(comment="第一位的草稿"), 0, **desk.holder())
    login = desk.house.login_of(first.inspector_id)
    assign.reassign(desk.case.public_id, second, "请假", **desk.as_("lead"))
    now_with = desk.assignment()
    review.save_draft(now_with.public_id, desk.draft(comment="第二位的草稿"), 0, **desk.holder())
    complete = desk.draft(comment="提交")

    with served(desk.services) as address:
        before, now = Caller(address, login), Caller(address, "inspector2")
        answers = at_once(
            *[lambda: submit(before, first.public_id, complete, 1)] * 25,
            *[lambda: submit(now, now_with.public_id, complete, 1)] * 25,
        )

    assert Counter(answer.status for answer in answers) == {200: 1, 409: 49}
    told = [json.loads(answer.text) for answer in answers if answer.status == 409]
    assert all(one["title"] == "刚刚有人先处理了" and one["kind"] in {"assignment", "draft"} for one in told)
    assert [move[0] for move in desk.moves()].count("confirm") == 1
    assert [one.kind for one in desk.scores()].count(ScoreKind.REVIEWED) == 1
    recalled, done = desk.assignments(AssignmentKind.REVIEW)
    assert (recalled.draft["comment"], done.draft["comment"]) == ("第一位的草稿", "提交")
    assert isinstance(desk.chain(), int)


def test_of_fifty_drafts_saved_at_once_one_is_kept_and_the_rest_are_told_its_version(desk: Desk):
    public_id, login = desk.assignment().public_id, desk.house.login_of(desk.assignment().inspector_id)

    with served(desk.services) as address:
        holder = Caller(address, login)
        headers = {"Accept": "application/json", "If-Match": '"0"'}
        path = f"/inspector/reviews/{public_id}/draft"
        answers = at_once(
            *[lambda n=n: holder.post(path, {"comment": f"第 {n} 份"}, **headers) for n in range(50)]  # type: ignore[misc]
        )

    assert Counter(answer.status for answer in answers) == {200: 1, 409: 49}
    won = next(place for place, answer in enumerate(answers) if answer.status == 200)
    kept = desk.assignment()
    assert (kept.draft["comment"], kept.draft_version) == (f"第 {won} 份", 1)
    assert {json.loads(answer.text)["now"] for answer in answers if answer.status == 409} == {"1"}


def test_of_fifty_decisions_by_two_leads_one_wins_and_the_other_is_told(desk: Desk):
    desk.to(State.ADJUDICATION)
    with desk.services.transaction() as tx:
        tx.session.get_one(User, desk.house.people["lead3"].user_id).must_change_password = False
    path, version = f"/lead/decisions/{desk.appeal.public_id}", desk.case.version
    keys = [item.judgement.key for item in desk.appeal.items]

    def decide(lead: Caller, decision: Decision) -> Answer:
        fields: dict[str, str | list[str]] = {"version": str(version), "item": keys}
        for key in keys:
            fields |= {f"decision.{key}": decision.value, f"reason_code.{key}": "context", f"note.{key}": "结合上下文"}
        return lead.post(path, fields, Accept="application/json")

    with served(desk.services) as address:
        one, other = Caller(address, "lead"), Caller(address, "lead3")
        answers = at_once(
            *[lambda: decide(one, Decision.OVERTURN)] * 25, *[lambda: decide(other, Decision.UPHOLD)] * 25
        )

    assert Counter(answer.status for answer in answers) == {303: 1, 409: 49}
    overturned = next(place for place, answer in enumerate(answers) if answer.status == 303) < 25
    assert desk.case.final_score == PRELIMINARY + (6 if overturned else 0)
    assert len({item.decision for item in desk.appeal.items}) == 1
    assert isinstance(desk.chain(), int)
