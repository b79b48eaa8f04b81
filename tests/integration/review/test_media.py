"""Sound: in pieces, for those who may hear it, and every second of it remembered."""

import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.reading.audio import lanes_of
from models.tables.audit import AuditRow
from models.tables.recordings import ChannelPolicy
from models.tables.reviews import Assignment, AssignmentState
from tests.integration.review.conftest import Visitor
from tests.support.seed import House

Visit = Callable[[str], Visitor]


def assignment_of(made: House, login: str, state: AssignmentState = AssignmentState.OPEN) -> Assignment:
    with made.services.transaction.read() as tx:
        return tx.session.scalars(
            select(Assignment)
            .where(Assignment.inspector_id == made.people[login].user_id, Assignment.state == state)
            .order_by(Assignment.id)
            .limit(1)
        ).one()


def heard(made: House) -> list[dict[str, Any]]:
    with made.services.transaction.read() as tx:
        rows = tx.session.scalars(select(AuditRow).where(AuditRow.action == "recording.listened"))
        return [{"subject": row.subject, "actor": row.actor_id, **row.details} for row in rows]


def test_a_piece_of_a_call_is_sent_and_its_seconds_are_remembered(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")
    url = f"/media/assignment/{mine.public_id}/audio"
    size_bytes = int(visit("inspector").get(url).headers["Content-Length"])

    answer = visit("inspector").get(url, headers={"Range": f"bytes={size_bytes // 2}-"})

    assert answer.status_code == 206
    duration_s = mine.case.recording.duration_s or 0.0
    piece = heard(made)[-1]
    assert piece["subject"] == f"assignment:{mine.id}"
    assert piece["actor"] == made.people["inspector"].user_id
    assert piece["start_s"] == pytest.approx(duration_s / 2, abs=0.2)
    assert piece["streamed_s"] == pytest.approx(duration_s / 2, abs=0.2)


def test_a_player_that_stops_early_is_not_charged_for_the_rest(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")

    answer = visit("inspector").get(f"/media/assignment/{mine.public_id}/audio", buffered=False)
    first = next(iter(answer.response))
    answer.close()

    assert heard(made)[-1]["bytes"] == len(first)


def test_asking_for_the_headers_alone_is_not_listening(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")

    visit("inspector").client.head(f"/media/assignment/{mine.public_id}/audio").close()

    assert heard(made) == []


def test_nothing_in_the_headers_tells_one_recording_from_another(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")

    answer = visit("inspector").get(
        f"/media/assignment/{mine.public_id}/audio", headers={"If-Modified-Since": "Sat, 01 Jan 2050 00:00:00 GMT"}
    )

    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert mine.case.recording.file_name not in str(answer.headers)


@pytest.mark.parametrize("what", ["audio", "peaks.json"])
def test_another_inspectors_call_does_not_exist(visit: Visit, made: House, what: str) -> None:
    theirs = assignment_of(made, "inspector2")

    inspector = visit("inspector")
    unknown = inspector.get(f"/media/assignment/never-was/{what}")
    others = inspector.get(f"/media/assignment/{theirs.public_id}/{what}")

    assert (others.status_code, unknown.status_code) == (404, 404)
    # A form's token says when it was made.
    told = [re.sub(r'csrf_token" value="[^"]*"', "", answer.text) for answer in (others, unknown)]
    assert told[0].replace(theirs.public_id, "never-was") == told[1]


def test_a_call_that_was_taken_back_is_silent(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")
    with made.services.transaction() as tx:
        row = tx.session.get_one(Assignment, mine.id)
        row.state, row.closed_at = AssignmentState.RECALLED, made.clock()

    assert visit("inspector").get(f"/media/assignment/{mine.public_id}/audio").status_code == 404


def test_an_agent_hears_their_own_call_only_after_release(visit: Visit, made: House) -> None:
    with made.services.transaction.read() as tx:
        done = [row.case for row in tx.session.scalars(select(Assignment).order_by(Assignment.id))]
    released = next(case for case in done if case.released_at)
    waiting = next(case for case in done if not case.released_at)
    own, other = (made.login_of(case.agent_id) for case in (released, waiting))

    assert visit(own).get(f"/media/case/{released.public_id}/audio").status_code == 200
    assert visit(other).get(f"/media/case/{waiting.public_id}/audio").status_code == 404
    assert (
        visit("leader2" if made.people[own].team_id == made.people["leader1"].team_id else "leader1")
        .get(f"/media/case/{released.public_id}/audio")
        .status_code
        == 404
    )
    assert visit("lead").get(f"/media/case/{waiting.public_id}/audio").status_code == 200


def test_the_outline_says_who_is_on_which_lane(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")

    outline = visit("inspector").get(f"/media/assignment/{mine.public_id}/peaks.json").get_json()

    assert outline["lanes"] == ["agent", "customer"]
    seconds = [len(b64decode(lane)) / outline["rate_hz"] for lane in outline["levels"]]
    assert seconds == [pytest.approx(outline["duration_s"], abs=0.2)] * 2


def test_lanes_follow_the_channel_policy() -> None:
    assert lanes_of(ChannelPolicy.STEREO_AGENT_RIGHT, 2) == ("customer", "agent")
    assert lanes_of(ChannelPolicy.MONO_DIARIZE, 1) == ("mixed",)
