"""Nothing an inspector is sent names the agent, the file, the number that called, or the moment of the call."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from engine.blind import MASK
from models.tables.audit import AuditRow
from models.tables.organisation import User
from models.tables.recordings import Recording, TranscriptRow
from models.tables.reviews import Assignment, AssignmentState
from tests.integration.review.conftest import Visitor
from tests.integration.review.test_media import assignment_of
from tests.support.seed import House

Visit = Callable[[str], Visitor]

CANARIES = {
    "name": "金丝雀名",
    "agent_no": "CANARY-7f3a",
    "file_name": "CANARY-file-8b1c.wav",
    "call_id": "CANARY-call-55d0",
    "customer_no": "139****4242",
    "queue": "CANARY-queue-19",
}


@pytest.fixture
def planted(made: House) -> Assignment:
    """The inspector's first waiting case, with a canary in everything they must not see, and one that is spoken."""
    mine = assignment_of(made, "inspector")
    with made.services.transaction() as tx:
        recording = tx.session.get_one(Recording, mine.case.recording_id)
        agent = tx.session.get_one(User, recording.agent_id)
        agent.name, agent.agent_no = CANARIES["name"], CANARIES["agent_no"]
        recording.agent_no = CANARIES["agent_no"]
        for field in ("file_name", "call_id", "customer_no", "queue"):
            setattr(recording, field, CANARIES[field])
        recording.details = {"agent_name": CANARIES["name"], "note": "CANARY-note-31"}
        recording.started_at = datetime(2026, 11, 17, 3, 21, 54, tzinfo=UTC)
        recording.ended_at = datetime(2026, 11, 17, 3, 25, 1, tzinfo=UTC)
        for heard in tx.session.scalars(select(TranscriptRow).where(TranscriptRow.recording_id == recording.id)):
            body = dict(heard.body)
            first = dict(body["utterances"][0])
            first["text"] = f"您好,我是{CANARIES['name']},工号{CANARIES['agent_no']}"
            first["words"] = []
            body["utterances"] = [first, *body["utterances"][1:]]
            heard.body = body
    return mine


FORBIDDEN = re.compile("CANARY|金丝雀名|139\\*\\*\\*\\*4242|03:21|11:21|2026-11-17|11-17")


@pytest.mark.parametrize(
    "path",
    [
        "/inspector/queue",
        "/inspector/queue/rows",
        "/inspector/done",
        "/inspector/reviews/{id}",
        "/media/assignment/{id}/peaks.json",
        "/media/assignment/{id}/audio",
    ],
)
def test_no_page_and_no_header_holds_a_canary(visit: Visit, planted: Assignment, path: str) -> None:
    inspector = visit("inspector")
    inspector.post(f"/inspector/reviews/{planted.public_id}/open")

    answer = inspector.get(path.format(id=planted.public_id))

    sent = answer.data.decode("utf-8", "replace") + str(answer.headers)
    assert answer.status_code == 200
    assert FORBIDDEN.findall(sent) == []


def test_a_spoken_name_is_masked_and_the_rest_of_the_sentence_stays(visit: Visit, planted: Assignment) -> None:
    inspector = visit("inspector")
    inspector.post(f"/inspector/reviews/{planted.public_id}/open")

    page = inspector.get(f"/inspector/reviews/{planted.public_id}").text

    assert MASK in page
    assert "您好,我是" in page


@pytest.mark.parametrize("field", sorted(CANARIES))
def test_a_search_for_what_is_hidden_finds_nothing(visit: Visit, planted: Assignment, field: str) -> None:
    answer = visit("inspector").get("/inspector/queue", query_string={"q": CANARIES[field]})

    assert planted.public_id not in answer.text


def test_a_filter_on_a_hidden_field_is_refused(visit: Visit, planted: Assignment) -> None:
    assert visit("inspector").get("/inspector/queue?agent_no=8001").status_code == 422


def test_an_order_by_a_hidden_field_is_refused(visit: Visit) -> None:
    assert visit("inspector").get("/inspector/queue?sort=started_at").status_code == 422


def test_only_the_week_of_the_call_is_told(visit: Visit, planted: Assignment) -> None:
    assert "2026-W47" in visit("inspector").get("/inspector/queue").text


def test_an_unopened_case_shows_nothing_of_the_call(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")

    page = visit("inspector").get(f"/inspector/reviews/{mine.public_id}").text

    assert "data-utterance" not in page


def test_asking_for_a_page_changes_nothing(visit: Visit, made: House) -> None:
    mine = assignment_of(made, "inspector")
    visit("inspector").get(f"/inspector/reviews/{mine.public_id}")

    with made.services.transaction.read() as tx:
        assert tx.session.get_one(Assignment, mine.id).opened_at is None


def test_a_finished_review_shows_how_the_score_changed(visit: Visit, made: House) -> None:
    done = assignment_of(made, "inspector", AssignmentState.DONE)

    page = visit("inspector").get(f"/inspector/reviews/{done.public_id}").text

    assert "机评分" in page
    assert "复核分" in page
    assert 'data-submit="confirm"' not in page


def test_an_export_holds_what_the_list_shows_and_is_remembered(visit: Visit, planted: Assignment, made: House) -> None:
    answer = visit("inspector").get("/inspector/queue?format=xlsx")

    with ZipFile(BytesIO(answer.data)) as book:
        sent = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    assert planted.public_id in sent
    assert FORBIDDEN.findall(sent + str(answer.headers)) == []
    with made.services.transaction.read() as tx:
        row = tx.session.scalars(select(AuditRow).where(AuditRow.action == "list.exported")).one()
        assert (row.actor_id, row.subject) == (made.people["inspector"].user_id, "list:pending")
