"""Who heard, opened or took out what: every one of it is a line, with seconds really sent, and can be found."""

import pytest
from sqlalchemy import select

from engine.errors import Forbidden
from engine.reading.access_log import AccessLine, access_log
from engine.reading.listing import Wish
from engine.steps.look import Known
from models import audit
from models.lifecycle import State
from models.tables.cases import Case
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from review_app.access import rule_of
from tests.integration.pages.conftest import Visit
from tests.support.seed import House


def log(made: House, words: str = "", **filters: str) -> tuple[AccessLine, ...]:
    return access_log(Wish(words, filters, size=500), **made.as_("admin")).rows


def released(made: House) -> Case:
    with made.services.transaction.read() as tx:
        return tx.session.scalars(select(Case).where(Case.state == State.RELEASED).order_by(Case.id).limit(1)).one()


def assigned(made: House, login: str) -> Assignment:
    with made.services.transaction.read() as tx:
        return tx.session.scalars(
            select(Assignment)
            .where(
                Assignment.inspector_id == made.people[login].user_id,
                Assignment.state == AssignmentState.OPEN,
                Assignment.kind == AssignmentKind.REVIEW,
            )
            .limit(1)
        ).one()


@pytest.mark.parametrize(("first", "last"), [(0, 999), (5000, 9999), (0, 0)])
def test_a_range_of_bytes_is_logged_with_its_seconds(visit: Visit, made: House, first: int, last: int):
    case = released(made)
    login = made.login_of(case.agent_id)
    agent = visit(login)
    whole = agent.get(f"/media/case/{case.public_id}/audio")
    per_byte_s = (case.recording.duration_s or 0) / int(whole.headers["Content-Length"])

    answer = agent.get(f"/media/case/{case.public_id}/audio", headers={"Range": f"bytes={first}-{last}"})

    piece, all_of_it = log(made, kind="listened")
    assert answer.status_code == 206
    assert len(answer.data) == last - first + 1
    assert piece.streamed_s == pytest.approx((last - first + 1) * per_byte_s, abs=0.051)
    assert piece.start_s == pytest.approx(first * per_byte_s, abs=0.051)
    assert all_of_it.streamed_s == pytest.approx(case.recording.duration_s, abs=0.051)
    assert (piece.login, piece.what) == (login, case.recording.call_id)


def test_every_opened_page_of_a_case_is_a_line(visit: Visit, made: House):
    case, work = released(made), assigned(made, "inspector")
    visit(made.login_of(case.agent_id)).page(f"/agent/results/{case.public_id}")
    visit("lead").page(f"/lead/cases/{case.public_id}")
    visit("lead").page(f"/lead/cases/{case.public_id}")
    visit("inspector").page(f"/inspector/reviews/{work.public_id}")

    opened = [(line.login, line.page, line.what) for line in log(made, kind="opened") if line.page]

    call_id = case.recording.call_id
    assert opened == [
        ("inspector", "inspector.review", work.case.recording.call_id),
        ("lead", "lead.case", call_id),
        ("lead", "lead.case", call_id),
        (made.login_of(case.agent_id), "agent.result", call_id),
    ]


def test_what_was_not_shown_was_not_opened(visit: Visit, made: House):
    case = released(made)
    stranger = next(login for login in ("agent8001", "agent8002") if login != made.login_of(case.agent_id))

    assert visit(stranger).get(f"/agent/results/{case.public_id}").status_code == 404
    assert visit().get(f"/agent/results/{case.public_id}").status_code == 302

    assert [line for line in log(made, kind="opened") if line.page] == []


def test_an_export_is_a_line_with_its_length_and_so_is_the_export_of_the_log(visit: Visit, made: House):
    visit("inspector").get("/inspector/queue?format=xlsx")
    assert visit("admin").get("/admin/access-log?kind=exported&format=xlsx").status_code == 200

    of_the_log, of_the_queue = log(made, kind="exported")

    assert (of_the_queue.login, of_the_queue.rows is not None) == ("inspector", True)
    assert (of_the_log.login, of_the_log.what, of_the_log.rows) == ("admin", "access-log", 1)


def test_the_log_is_found_by_person_call_kind_and_day(visit: Visit, made: House):
    case = released(made)
    visit("lead").page(f"/lead/cases/{case.public_id}")
    visit("lead").get(f"/media/case/{case.public_id}/audio")
    today, call_id = made.clock().date().isoformat(), case.recording.call_id

    assert {line.login for line in log(made, "罗质检")} == {"lead"}
    assert {line.kind for line in log(made, call_id)} == {"opened", "listened"}
    assert [line.kind for line in log(made, "lead", kind="listened")] == ["listened"]
    assert log(made, call_id, **{"from": today, "to": today}) == log(made, call_id)
    assert log(made, call_id, to="2020-01-01") == ()
    assert visit("admin").get("/admin/access-log?from=yesterday").status_code == 422
    assert "罗质检" in visit("admin").page("/admin/access-log?q=lead")


def test_a_refused_sign_in_names_the_account(visit: Visit, made: House):
    visit().post("/sign-in", login="agent8001", password="wrong wrong")

    newest = log(made, kind="signed_in")[0]
    assert (newest.login, newest.action) == ("agent8001", "sign_in.refused")


def test_the_log_is_part_of_a_chain_that_holds(visit: Visit, made: House):
    visit("lead").page(f"/lead/cases/{released(made).public_id}")

    with made.services.transaction.read() as tx:
        assert isinstance(audit.verify(tx), int)


@pytest.mark.parametrize("login", ["manager", "lead", "inspector", "leader1", "agent8001"])
def test_only_the_administrator_reads_the_log(made: House, login: str):
    with pytest.raises(Forbidden):
        access_log(Wish(), **made.as_(login))


def test_every_page_of_a_case_has_an_address_by_which_its_opening_is_known(visit: Visit):
    """A page that names the id of a case otherwise would be opened unseen."""
    names = {known.value for known in Known}
    app = visit().client.application

    unknown = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.arguments & {"public_id", "case", "assignment", "appeal"} - names
        and rule_of(app.view_functions[rule.endpoint]) is not None
    ]

    assert unknown == []
