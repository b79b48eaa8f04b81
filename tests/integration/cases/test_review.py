"""Submitting a review: what it needs, what it leaves behind, and that nothing is lost when it is refused."""

import pytest

from engine.errors import Conflict, Forbidden, NotFound
from engine.review_draft import AdjustmentDraft, Remark, ReviewDraft, Span, VerdictDraft
from engine.steps import review
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.cases import CaseComment, Held, Mark, MarkKind, ScoreKind
from models.tables.reviews import AssignmentKind, AssignmentState
from tests.support.desk import Desk, nothing_written, refused

SPAN = Span(start_s=3, end_s=6, quote="嗯")


def fail(comment: str = "", **fields: object) -> VerdictDraft:
    return VerdictDraft(held=Held.FAIL, comment=comment, **fields)


@pytest.mark.parametrize("key", ["GREET-01", "HAND-01", "warmth"])
def test_a_failure_a_doubt_and_a_question_need_a_verdict(desk: Desk, key: str):
    with nothing_written(desk), refused("verdict_missing", where=key):
        desk.confirm(desk.draft({key: VerdictDraft()}))


def test_what_the_machine_passed_may_be_left_alone(desk: Desk):
    desk.confirm()

    assert desk.row("PRIV-01").reviewed is Held.PASS
    assert "PRIV-01" not in {change.field for change in desk.modifications()}


def test_a_person_must_not_be_unsure(desk: Desk):
    with nothing_written(desk), refused("verdict_unsure", where="HAND-01"):
        desk.confirm(desk.draft({"HAND-01": VerdictDraft(held=Held.UNSURE)}))


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("GREET-01", VerdictDraft(held=Held.PASS)),
        ("GREET-01", VerdictDraft(held=Held.PASS, comment="  ")),
        ("GREET-01", VerdictDraft(held=Held.NOT_APPLICABLE)),
        ("PRIV-01", VerdictDraft(held=Held.FAIL, spans=[SPAN])),
        ("GREET-01", VerdictDraft(held=Held.FAIL, points=-1)),
        ("warmth", VerdictDraft(held=Held.FAIL, points=-1)),
    ],
)
def test_every_change_and_every_loss_that_only_a_person_saw_needs_a_reason(desk: Desk, key: str, verdict: VerdictDraft):
    with nothing_written(desk), refused("reason_missing", where=key):
        desk.confirm(desk.draft({key: verdict}))


def test_a_missed_violation_needs_its_place_in_the_call(desk: Desk):
    with nothing_written(desk), refused("span_missing", where="PRIV-01"):
        desk.confirm(desk.draft({"PRIV-01": fail("念出了完整卡号")}))


def test_a_verdict_on_something_that_is_not_on_the_form_is_refused(desk: Desk):
    with nothing_written(desk), refused("unknown_item", where="NO-SUCH"):
        desk.confirm(desk.draft({"NO-SUCH": fail("无")}))


@pytest.mark.parametrize(
    "verdict",
    [fail("加分", points=5), VerdictDraft(held=Held.PASS, comment="扣分", points=-1)],
    ids=["adds", "of a pass"],
)
def test_points_only_take_off_and_only_of_a_failure(desk: Desk, verdict: VerdictDraft):
    with nothing_written(desk), refused("points_invalid", where="warmth"):
        desk.confirm(desk.draft({"warmth": verdict}))


def test_an_adjustment_needs_a_reason(desk: Desk):
    with nothing_written(desk), refused("reason_missing", where="adjustment"):
        desk.confirm(desk.draft(adjustment=AdjustmentDraft(points=1, reason=" ")))


def test_a_complete_review_is_kept_whole(desk: Desk):
    draft = desk.draft(
        {
            "GREET-01": VerdictDraft(held=Held.PASS, comment="开场白在第二句"),
            "PRIV-01": fail("念出了完整卡号", spans=[SPAN]),
            "warmth": fail("语气生硬", points=-1.5),
        },
        marks=[MarkKind.NEGATIVE, MarkKind.NEGATIVE],
        comment="注意语气。",
        remarks=[Remark(at_s=4.5, utterance=3, text="这里打断了客户")],
    )

    desk.confirm(draft)

    assert desk.state is State.CONFIRMED
    assert [desk.row(key).reviewed for key in ("GREET-01", "PRIV-01", "warmth")] == [Held.PASS, Held.FAIL, Held.FAIL]
    assert desk.row("PRIV-01").reviewed_evidence == [SPAN.model_dump()]
    assert desk.row("warmth").reviewed_points == -1.5
    assert (desk.count(Mark), desk.count(CaseComment)) == (1, 2)
    assert [(one.kind, one.total) for one in desk.scores()][1:] == [(ScoreKind.REVIEWED, desk.case.reviewed_score)]
    assert desk.assignments(AssignmentKind.REVIEW, AssignmentState.DONE)[0].draft == draft.model_dump(mode="json")


def test_every_change_is_a_modification_record(desk: Desk):
    desk.confirm(
        desk.draft(
            {
                "GREET-01": VerdictDraft(held=Held.PASS, comment="开场白在第二句"),
                "BAN-01": fail("只说了一次", points=-1),
            },
            adjustment=AdjustmentDraft(points=-1, reason="客户多次等待"),
        )
    )

    kept = {(one.field, one.old, one.new): one.why for one in desk.modifications()}

    assert kept[("GREET-01", "fail", "pass")] == "开场白在第二句"
    assert kept[("BAN-01", "fail", "-1")] == "只说了一次"
    assert kept[("adjustment", "0", "-1")] == "客户多次等待"


def test_points_that_a_person_gives_are_for_all_hits_together(desk: Desk):
    assert desk.row("BAN-01").machine_hits > 1
    with_one = desk.draft({"BAN-01": fail("只说了一次", points=-1)})

    desk.confirm(with_one)

    sections = desk.scores()[-1].body["sections"]
    item = next(item for section in sections for item in section["items"] if item["id"] == "courtesy")
    assert [one["points"] for one in item["deductions"] if one["key"] == "BAN-01"] == [-1]


def test_somebody_elses_work_does_not_exist(desk: Desk):
    stranger = desk.as_("inspector3")
    public_id = desk.assignment().public_id

    with nothing_written(desk):
        for act in (
            lambda: review.open_review(public_id, **stranger),
            lambda: review.save_draft(public_id, desk.draft(), 0, **stranger),
            lambda: review.confirm(public_id, desk.draft(), 0, **stranger),
            lambda: review.skip(public_id, "x", **stranger),
            lambda: review.beat(public_id, 5, **stranger),
        ):
            with pytest.raises(NotFound):
                act()


@pytest.mark.parametrize("login", ["lead", "manager", "admin", "leader1", "agent8001"])
def test_only_inspectors_review(desk: Desk, login: str):
    with nothing_written(desk), pytest.raises(Forbidden):
        review.confirm(desk.assignment().public_id, desk.draft(), 0, **desk.as_(login))


def test_of_two_windows_the_one_with_the_older_draft_is_told(desk: Desk):
    public_id, holder = desk.assignment().public_id, desk.holder()
    newest = desk.draft(comment="第二个窗口")
    assert review.save_draft(public_id, newest, 0, **holder)[0] == 1

    with pytest.raises(Conflict) as told:
        review.save_draft(public_id, desk.draft(comment="第一个窗口"), 0, **holder)
    with pytest.raises(Conflict):
        review.confirm(public_id, desk.draft(comment="第一个窗口"), 0, **holder)

    assert (told.value.kind, told.value.now) == ("draft", "1")
    assert desk.assignment().draft["comment"] == "第二个窗口"


def test_a_refused_submission_leaves_the_saved_draft_alone(desk: Desk):
    public_id, holder = desk.assignment().public_id, desk.holder()
    review.save_draft(public_id, desk.draft(comment="写到一半"), 0, **holder)

    with refused("verdict_missing", where="GREET-01"):
        review.confirm(public_id, ReviewDraft(), 1, **holder)

    assert (desk.assignment().draft["comment"], desk.assignment().draft_version) == ("写到一半", 1)


def test_after_submitting_nothing_can_be_saved_or_submitted_again(desk: Desk):
    public_id, holder = desk.assignment().public_id, desk.holder()
    desk.confirm()

    with nothing_written(desk):
        with pytest.raises(Conflict):
            review.save_draft(public_id, desk.draft(), 0, **holder)
        with pytest.raises(Conflict):
            review.confirm(public_id, desk.draft(), 0, **holder)


def test_a_page_that_sleeps_does_not_work_overnight(desk: Desk):
    public_id, holder = desk.assignment().public_id, desk.holder()

    review.beat(public_id, 30, **holder)
    review.beat(public_id, -5, **holder)
    total_s = review.beat(public_id, 9 * 3600, **holder)

    assert total_s == 30 + review.LONGEST_BEAT_S


def test_opening_a_case_is_remembered_once(desk: Desk):
    for _ in range(3):
        review.open_review(desk.assignment().public_id, **desk.holder())

    assert [row.actor_id for row in desk.told("case.opened_by")] == [desk.assignment().inspector_id]


def test_a_case_that_is_handed_back_goes_to_somebody_who_did_not_have_it(desk: Desk):
    had_it = []
    for _ in range(3):
        assigned = desk.assignment()
        had_it.append(assigned.inspector_id)
        review.skip(assigned.public_id, "声音太小", **desk.holder())
        if not desk.assignments(AssignmentKind.REVIEW, AssignmentState.OPEN):
            break

    assert len(set(had_it)) == len(had_it) == 3
    assert [row.why for row in desk.told("assignment.handed_back")] == ["声音太小"] * 3
    assert desk.state is State.IN_REVIEW


def test_handing_back_needs_a_reason(desk: Desk):
    with nothing_written(desk), refused("reason_missing"):
        review.skip(desk.assignment().public_id, " ", **desk.holder())


def test_a_lead_who_also_inspects_reviews_as_an_inspector(desk: Desk):
    with pytest.raises(Forbidden):
        review.confirm(desk.assignment().public_id, desk.draft(), 0, **desk.as_("lead2"))
    with pytest.raises(NotFound):
        review.confirm(desk.assignment().public_id, desk.draft(), 0, **desk.as_("lead2", StaffRole.INSPECTOR))
