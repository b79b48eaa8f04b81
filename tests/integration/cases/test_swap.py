"""Exchanging the sides of a call: judged again at once, nothing that a person wrote is lost, and it leads back."""

import pytest
from sqlalchemy import select

from engine.errors import Conflict, Forbidden, NotFound
from engine.review_draft import Remark, ReviewDraft, Span, VerdictDraft
from engine.steps import review
from engine.steps.swap import swap, swap_of_assignment, swap_of_case
from models.channels import ChannelPolicy
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.audit import AuditRow
from models.tables.cases import Held, MarkKind, ScoreKind
from models.tables.recordings import Recording, TranscriptRow
from tests.support.desk import PRELIMINARY, Desk, nothing_written, refused


def transcripts(desk: Desk) -> list[TranscriptRow]:
    with desk.services.transaction.read() as tx:
        return list(
            tx.session.scalars(
                select(TranscriptRow)
                .where(TranscriptRow.recording_id == desk.case.recording_id)
                .order_by(TranscriptRow.id)
            )
        )


def exchange(desk: Desk) -> None:
    swap_of_assignment(desk.assignment().public_id, **desk.holder())


def roles(row: TranscriptRow) -> list[str]:
    return [one["role"] for one in row.body["utterances"]]


def test_the_other_side_is_judged_and_the_old_transcript_stays(desk: Desk):
    exchange(desk)

    before, after = transcripts(desk)
    assert roles(before)[:2] == ["agent", "customer"]
    assert roles(after)[:2] == ["customer", "agent"]
    assert (after.made_from_id, after.channel_policy) == (before.id, ChannelPolicy.STEREO_AGENT_RIGHT)
    assert before.channel_policy is ChannelPolicy.STEREO_AGENT_LEFT
    assert [one["text"] for one in after.body["utterances"]] == [one["text"] for one in before.body["utterances"]]
    assert desk.row("BAN-01").machine is Held.FAIL  # "你怎么会不知道呢" is the agent's now
    assert desk.row("BAN-01").machine_hits == 1
    assert desk.row("CLOSE-01").machine is Held.FAIL
    assert desk.case.preliminary_score == desk.scores()[-1].total
    assert desk.state is State.IN_REVIEW


def test_every_step_of_it_is_on_record(desk: Desk):
    before = desk.case

    exchange(desk)

    with desk.services.transaction.read() as tx:
        row = tx.session.scalars(select(AuditRow).where(AuditRow.action == "recording.sides_exchanged")).one()
    assert (row.old, row.new) == ("stereo_agent_left", "stereo_agent_right")
    assert row.actor_id == desk.holder()["actor"].user_id
    assert [told.action for told in desk.told("case.rejudged")] == ["case.rejudged"]
    assert [(one.field, one.old) for one in desk.modifications()] == [("sides", f"{PRELIMINARY:g}")]
    assert [one.kind for one in desk.scores()] == [ScoreKind.PRELIMINARY, ScoreKind.PRELIMINARY]
    assert desk.case.version == before.version + 1
    assert isinstance(desk.chain(), int)


def test_twice_is_as_it_was(desk: Desk):
    before = {row.key: (row.machine, row.machine_hits, row.evidence) for row in desk.case.judgements}

    exchange(desk)
    exchange(desk)

    first, _, third = transcripts(desk)
    assert third.body == first.body
    assert {row.key: (row.machine, row.machine_hits, row.evidence) for row in desk.case.judgements} == before
    assert desk.case.preliminary_score == PRELIMINARY


def test_what_was_written_stays_and_only_verdicts_on_other_findings_are_open_again(desk: Desk):
    draft = ReviewDraft(
        verdicts={
            "BAN-01": VerdictDraft(held=Held.FAIL, comment="三次推诿", points=-4),
            "warmth": VerdictDraft(held=Held.PASS, comment="语气尚可"),
            "STEP-01": VerdictDraft(held=Held.PASS, comment="见 00:12", spans=[Span(start_s=12, end_s=16)]),
        },
        comment="请注意说话人",
        marks=[MarkKind.COMPLAINT_RISK],
        remarks=[Remark(at_s=3.0, text="这里是客户")],
        sentence_verdicts={2: "wrong"},
    )
    review.save_draft(desk.assignment().public_id, draft, 0, **desk.holder())

    exchange(desk)

    kept = ReviewDraft.model_validate(desk.assignment().draft)
    assert kept.verdicts["BAN-01"] == VerdictDraft(held=None, comment="三次推诿")
    assert kept.verdicts["warmth"] == draft.verdicts["warmth"]
    assert kept.verdicts["STEP-01"].comment == "见 00:12"
    assert kept.verdicts["STEP-01"].spans == draft.verdicts["STEP-01"].spans
    assert (kept.comment, kept.marks, kept.remarks) == (draft.comment, draft.marks, draft.remarks)
    assert kept.sentence_verdicts == draft.sentence_verdicts


def test_a_window_with_the_old_findings_cannot_submit(desk: Desk):
    review.save_draft(desk.assignment().public_id, desk.draft(), 0, **desk.holder())
    exchange(desk)

    with pytest.raises(Conflict):
        desk.confirm(version=1)


def test_the_review_goes_on_to_its_end(desk: Desk):
    exchange(desk)

    desk.confirm()

    assert desk.state is State.CONFIRMED
    assert desk.case.reviewed_score == desk.scores()[-1].total


def test_what_a_person_has_confirmed_stays_on_its_transcript(desk: Desk):
    desk.to(State.CONFIRMED)

    with nothing_written(desk), refused("all_confirmed"):
        swap(desk.case.recording_id, **desk.as_("manager"))


@pytest.mark.parametrize("state", [State.RELEASED, State.APPEALED, State.FINAL])
def test_nor_is_anything_changed_later(desk: Desk, state: State):
    desk.to(state)

    with nothing_written(desk), refused("all_confirmed"):
        swap_of_case(desk.case.public_id, **desk.as_("lead"))


def test_the_lead_and_the_manager_may_too(desk: Desk):
    swap_of_case(desk.case.public_id, **desk.as_("lead"))
    swap(desk.case.recording_id, **desk.as_("manager"))

    assert len(transcripts(desk)) == 3


def test_nobody_else_may(desk: Desk):
    other = "inspector2" if desk.holder() == desk.as_("inspector", StaffRole.INSPECTOR) else "inspector"
    assignment = desk.assignment().public_id

    with nothing_written(desk), pytest.raises(NotFound):
        swap_of_assignment(assignment, **desk.as_(other, StaffRole.INSPECTOR))
    for login in ("agent8001", "leader1", "admin"):
        with nothing_written(desk), pytest.raises(Forbidden):
            swap(desk.case.recording_id, **desk.as_(login))
    with nothing_written(desk), pytest.raises(Forbidden):
        swap(desk.case.recording_id, **desk.holder())


def test_a_recording_on_its_way_is_left_alone(desk: Desk):
    desk.house.fail("no-sound", "not_audio")
    with desk.services.transaction.read() as tx:
        failed = tx.session.scalars(select(Recording.id).where(Recording.call_id == "no-sound")).one()

    with refused("not_heard"):
        swap(failed, **desk.as_("manager"))
