"""Verdicts on sentences and comments at a place in the call outlive the draft, for everybody who may read them."""

import pytest
from pydantic import ValidationError

from engine.errors import NotFound
from engine.reading.agent_results import result_page
from engine.reading.case_file import case_file
from engine.reading.notes import Note
from engine.reading.review_history import review_history
from engine.reading.team import team_result
from engine.review_draft import Remark, ReviewDraft
from engine.steps import review
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.recordings import ScoreRun, TranscriptRow
from models.tables.reviews import AssignmentKind, SentenceVerdict
from tests.support.desk import Desk

# Of the desk's call: the first sentence, the fourth, and words of the inspector that name themselves.
SAID = {0: "right", 3: "wrong"}
WORDS = "12 秒处语气不对，沈静怡"


def reviewed(desk: Desk) -> Desk:
    """Submitted with verdicts on two sentences, a comment in the call and one on the whole of it."""
    first = utterance_ids(desk)
    desk.confirm(
        desk.draft(
            comment="整体可以",
            remarks=[Remark(at_s=12.0, utterance=first[4], text=WORDS)],
            sentence_verdicts={first[place]: held for place, held in SAID.items()},
        )
    )
    desk.house.release(desk.story)
    return desk


def utterance_ids(desk: Desk) -> list[int]:
    with desk.services.transaction.read() as tx:
        run = tx.session.get_one(ScoreRun, desk.case.score_run_id)
        return [int(one["id"]) for one in tx.session.get_one(TranscriptRow, run.transcript_id).body["utterances"]]


def short(notes: tuple[Note, ...]) -> list[tuple[float | None, str | None, str, str]]:
    return [(note.at_s, note.held, note.quote, note.text) for note in notes]


def test_the_agent_reads_them_in_the_order_of_the_call_and_never_who_wrote_them(desk: Desk):
    result = result_page(reviewed(desk).case.public_id, **desk.agent)

    assert short(result.notes)[:3] == [
        (None, None, "", "整体可以"),
        (0.0, "right", "说吧", ""),
        (8.0, "wrong", "你怎么会不知道呢", ""),
    ]
    at_s, held, quote, text = short(result.notes)[3]
    assert (at_s, held, quote) == (12.0, None, "就是不知道 我转给别人")
    assert text.startswith("12 秒处语气不对，")
    assert "沈静怡" not in repr(result)
    assert {note.by for note in result.notes} == {""}


def test_the_lead_reads_them_with_their_author(desk: Desk):
    login = desk.house.login_of(desk.assignment().inspector_id)

    notes = case_file(reviewed(desk).case.public_id, **desk.as_("lead")).notes

    assert len(notes) == 4
    assert len({note.by for note in notes}) == 1
    assert login and notes[0].by != ""


def test_the_inspector_finds_them_in_the_history(desk: Desk):
    holder = desk.holder()
    reviewed(desk)
    done = desk.assignments(AssignmentKind.REVIEW)[0]

    history = review_history(done.public_id, **holder)

    assert [note.held for note in history.notes] == [None, "right", "wrong", None]


def test_a_draft_alone_writes_none_and_submitting_writes_each_once(desk: Desk):
    first = utterance_ids(desk)[0]
    draft = desk.draft(sentence_verdicts={first: "right"})
    review.save_draft(desk.assignment().public_id, draft, 0, **desk.holder())
    assert desk.count(SentenceVerdict) == 0

    desk.confirm(draft, version=1)

    assert desk.count(SentenceVerdict) == 1
    assert desk.state is State.CONFIRMED


def test_a_sentence_is_right_or_wrong_and_nothing_else():
    with pytest.raises(ValidationError):
        ReviewDraft.model_validate({"sentence_verdicts": {"1": "maybe"}})


def test_the_leader_of_another_team_reads_nothing(desk: Desk):
    reviewed(desk)
    other = next(login for login in ("leader1", "leader2") if login != desk.leader_login)

    assert len(team_result(desk.case.public_id, **desk.leader).notes) == 4
    with pytest.raises(NotFound):
        team_result(desk.case.public_id, **desk.as_(other, StaffRole.TEAM_LEADER))
