"""Coming in: limits that hold however the tries come, and doors that shut at once."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.errors import Invalid, Refused
from engine.reading.session import session_of
from engine.steps.account import create_user, disable_user, set_password, update_user
from engine.steps.sign_in import change_password, sign_in, sign_out, switch_role
from models.roles import StaffRole
from models.tables.audit import AuditRow
from models.tables.organisation import SignInFailure
from tests.integration.cases.conftest import Opened
from tests.support import child
from tests.support.desk import Desk, refused
from tests.support.machine import ROOT
from tests.support.seed import PASSWORD

WRONG = "not the password at all"


def enter(desk: Desk, login: str = "agent8001", password: str = PASSWORD, address: str = "10.0.0.1") -> str:
    return sign_in(login, password, address=address, services=desk.services).token


def attempt(desk: Desk, **kwargs: str) -> str:
    try:
        enter(desk, **kwargs)
    except Refused as told:
        return told.code
    return "in"


def test_with_the_right_password_one_is_who_one_is(desk: Desk):
    session = session_of(enter(desk, login=" Agent8001 "), desk.services)

    assert session is not None
    assert (session.actor.user_id, session.actor.role) == (desk.house.people["agent8001"].user_id, StaffRole.AGENT)


def test_an_unknown_account_and_a_wrong_password_read_the_same(desk: Desk):
    assert attempt(desk, login="nobody") == attempt(desk, password=WRONG) == "bad_credentials"


def test_an_account_is_locked_after_so_many_tries_and_opens_again(open_desk: Opened):
    desk = open_desk(web={"sign_in_tries": 3, "sign_in_window_s": 600})

    assert [attempt(desk, password=WRONG) for _ in range(4)] == ["bad_credentials"] * 3 + ["too_many_attempts"]
    assert attempt(desk) == "too_many_attempts"
    assert attempt(desk, login="agent8002", password=WRONG, address="10.0.0.2") == "bad_credentials"
    desk.clock.forward(seconds=601)

    assert attempt(desk) == "in"


def test_a_locked_account_does_not_stay_locked_by_knocking(open_desk: Opened):
    desk = open_desk(web={"sign_in_tries": 2, "sign_in_window_s": 600})
    for _ in range(2):
        attempt(desk, password=WRONG)
    desk.clock.forward(seconds=500)
    assert attempt(desk, password=WRONG) == "too_many_attempts"
    desk.clock.forward(seconds=101)

    assert attempt(desk) == "in"


def test_an_address_is_locked_whatever_accounts_it_tries(open_desk: Opened):
    desk = open_desk(web={"sign_in_tries_per_address": 4})

    told = [attempt(desk, login=f"agent800{number % 8 + 1}", password=WRONG) for number in range(6)]

    assert told == ["bad_credentials"] * 4 + ["too_many_attempts"] * 2
    assert attempt(desk, address="10.0.0.2") == "in"


def test_coming_in_forgets_the_tries_of_the_account_only(open_desk: Opened):
    desk = open_desk(web={"sign_in_tries": 3, "sign_in_tries_per_address": 5})
    for _ in range(2):
        attempt(desk, password=WRONG)

    assert attempt(desk) == "in"

    # Two wrong ones still count against the address; the good one does not.
    assert desk.count(SignInFailure) == 2
    assert [attempt(desk, password=WRONG) for _ in range(3)] == ["bad_credentials"] * 3
    assert attempt(desk) == "too_many_attempts"


def test_tries_that_come_at_once_are_counted_one_by_one(open_desk: Opened):
    desk = open_desk(web={"sign_in_tries": 5})

    with ThreadPoolExecutor(12) as pool:
        told = Counter(pool.map(lambda _: attempt(desk, password=WRONG), range(24)))

    assert told == {"bad_credentials": 5, "too_many_attempts": 19}


GUESSES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from engine.errors import Refused
from engine.steps.sign_in import sign_in
from tests.support.clock import Clock
from tests.support.seed import entered
made = entered(Path(sys.argv[1]), sys.argv[2], Clock())
codes = []
for _ in range(10):
    try:
        sign_in("agent8001", "wrong again and again", address=sys.argv[3], services=made.services)
    except Refused as told:
        codes.append(told.code)
made.services.transaction.database.close()
Path(sys.argv[4]).write_text(" ".join(codes))
"""


def test_the_limit_holds_across_processes(desk: Desk, desk_url: str, tmp_path: Path):
    said = [tmp_path / f"said-{number}" for number in range(2)]

    running = [
        child.start(
            [sys.executable, "-c", GUESSES, tmp_path, desk_url, f"10.0.1.{number}", out],
            log=tmp_path / "log",
            cwd=ROOT,
        )
        for number, out in enumerate(said)
    ]
    for process in running:
        assert process.wait(120) == 0, (tmp_path / "log").read_text()

    told = Counter(code for out in said for code in out.read_text().split())
    limit = desk.services.settings.web.sign_in_tries
    assert told == {"bad_credentials": limit, "too_many_attempts": 20 - limit}


def test_somebody_locked_out_is_out_at_once_and_cannot_come_back(desk: Desk):
    token = enter(desk)
    user_id = desk.house.people["agent8001"].user_id

    disable_user(user_id, disabled=True, **desk.as_("admin"))
    assert session_of(token, desk.services) is None
    assert attempt(desk) == "bad_credentials"
    disable_user(user_id, disabled=False, **desk.as_("admin"))

    assert session_of(token, desk.services) is None
    assert attempt(desk) == "in"


def test_nobody_locks_themselves_out(desk: Desk):
    with pytest.raises(Invalid) as told:
        disable_user(desk.house.people["admin"].user_id, disabled=True, **desk.as_("admin"))

    assert told.value.code == "own_account"


def test_a_changed_password_ends_every_other_sign_in(desk: Desk):
    here, elsewhere = enter(desk), enter(desk)

    change_password(PASSWORD, "a longer and newer one", keep_token=here, **desk.agent)

    assert session_of(here, desk.services) is not None
    assert session_of(elsewhere, desk.services) is None
    assert attempt(desk) == "bad_credentials"
    assert attempt(desk, password="a longer and newer one") == "in"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (WRONG, "a longer and newer one", "bad_credentials"),
        (PASSWORD, "short", "password_short"),
        (PASSWORD, "x" * 257, "password_long"),
        (PASSWORD, "agent8001-2026", "password_common"),
    ],
)
def test_what_a_change_of_password_needs(desk: Desk, old: str, new: str, code: str):
    token = enter(desk)

    with refused(code):
        change_password(old, new, keep_token=token, **desk.agent)

    assert attempt(desk) == "in"


def test_a_password_given_by_the_administrator_ends_every_sign_in_and_must_be_changed(desk: Desk):
    token = enter(desk)

    set_password(desk.house.people["agent8001"].user_id, "given by the admin", **desk.as_("admin"))

    assert session_of(token, desk.services) is None
    session = session_of(enter(desk, password="given by the admin"), desk.services)
    assert session is not None and session.must_change_password


def test_another_role_ends_every_sign_in(desk: Desk):
    token = enter(desk, login="inspector")
    inspector = desk.house.people["inspector"]

    update_user(
        inspector.user_id, name="沈静怡", roles=[StaffRole.QC_LEAD], team_id=None, agent_no=None, away=False,
        **desk.as_("admin"),
    )  # fmt: skip

    assert session_of(token, desk.services) is None
    session = session_of(enter(desk, login="inspector"), desk.services)
    assert session is not None and session.actor.role is StaffRole.QC_LEAD


def test_going_out_is_for_good(desk: Desk):
    token = enter(desk)

    sign_out(token, services=desk.services)
    sign_out(token, services=desk.services)

    assert session_of(token, desk.services) is None
    with desk.services.transaction.read() as tx:
        told = tx.session.scalars(select(AuditRow.action).where(AuditRow.action == "sign_out")).all()
    assert len(told) == 1


def test_a_sign_in_ends_when_nobody_uses_it_and_in_any_case_at_the_end_of_the_day(desk: Desk):
    idle = enter(desk)
    desk.clock.forward(seconds=desk.services.settings.web.session_idle_s + 1)

    assert session_of(idle, desk.services) is None
    assert session_of("", desk.services) is session_of("made up", desk.services) is None


def test_one_acts_in_one_of_ones_own_roles(desk: Desk):
    token = enter(desk, login="lead2")

    switch_role(token, StaffRole.INSPECTOR, services=desk.services)

    session = session_of(token, desk.services)
    assert session is not None and session.actor.role is StaffRole.INSPECTOR
    with pytest.raises(Exception, match="no such role"):
        switch_role(token, StaffRole.ADMIN, services=desk.services)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"login": "AGENT8001"}, "login", "taken"),
        ({"login": " "}, "login", "empty"),
        ({"agent_no": "8001"}, "agent_no", "taken"),
        ({"roles": []}, "roles", "empty"),
        ({"roles": [StaffRole.INSPECTOR, StaffRole.AGENT]}, "roles", "both_sides"),
        ({"roles": [StaffRole.QC_LEAD, StaffRole.TEAM_LEADER]}, "roles", "both_sides"),
        ({"roles": [StaffRole.QC_MANAGER, StaffRole.AGENT]}, "roles", "both_sides"),
    ],
)
def test_what_an_account_needs(desk: Desk, fields: dict[str, object], field: str, code: str):
    about = {"login": "newcomer", "name": "新人", "password": PASSWORD, "roles": [StaffRole.AGENT], **fields}

    with pytest.raises(Invalid) as told:
        create_user(**about, **desk.as_("admin"))

    assert (told.value.field, told.value.code) == (field, code)
