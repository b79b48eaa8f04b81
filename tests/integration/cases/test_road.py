"""The straight road of a case, on both databases."""

import pytest

from models.lifecycle import State
from models.tables.appeals import Decision
from tests.support.desk import FAILURES, PRELIMINARY, Desk


def test_every_change_of_state_leaves_one_audit_row(desk: Desk):
    desk.to(State.FINAL)

    assert desk.moves() == [
        ("route", "machine_scored", "in_review"),
        ("confirm", "in_review", "confirmed"),
        ("release", "confirmed", "released"),
        ("appeal", "released", "appealed"),
        ("inspector_opinion", "appealed", "appealed"),
        ("team_leader_opinion", "appealed", "appealed"),
        ("opinions_complete", "appealed", "adjudication"),
        ("decide", "adjudication", "final"),
    ]
    assert desk.case.version == len(desk.moves())
    assert isinstance(desk.chain(), int)


@pytest.mark.parametrize("decision", [Decision.UPHOLD, Decision.OVERTURN])
def test_the_final_score_follows_from_what_is_held(desk: Desk, decision: Decision):
    desk.to(State.ADJUDICATION)
    before = desk.case.reviewed_score

    after = desk.decide(decision)

    assert after == desk.case.final_score == desk.scores()[-1].total
    assert (after > before) is (decision is Decision.OVERTURN)


def test_the_machine_judges_the_call_as_every_test_here_expects(desk: Desk):
    held = {row.key: row.machine and row.machine.value for row in desk.case.judgements}

    assert {key for key, word in held.items() if word == "fail"} == set(FAILURES)
    assert held["HAND-01"] == "unsure"
    assert held["warmth"] is held["solving"] is held["praise"] is None
    assert desk.row("BAN-01").machine_hits == 2
    assert desk.case.preliminary_score == PRELIMINARY
    assert desk.holder()["actor"].user_id == desk.house.people["inspector"].user_id
    assert desk.agent["actor"].user_id == desk.house.people["agent8001"].user_id
    assert desk.leader_login == "leader1"
