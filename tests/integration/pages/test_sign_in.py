"""Coming in, staying in, going out: what a cookie is worth, and when it is worth nothing any more."""

import pytest
from flask import Flask

from engine.steps.account import disable_user, set_password
from models.roles import StaffRole
from review_app.app import create_app
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor
from tests.support.seed import PASSWORD, House


def test_a_wrong_password_says_the_same_as_an_unknown_account(visit: Visit):
    stranger = visit()

    known = stranger.post("/sign-in", login="agent8001", password="not this one")
    unknown = stranger.post("/sign-in", login="nobody", password="not this one")

    assert known.status_code == unknown.status_code == 422
    assert "账号或密码不正确" in known.text
    assert known.text == unknown.text


def test_many_wrong_passwords_lock_the_account_for_a_while(visit: Visit, made: House):
    stranger = visit()
    for _ in range(made.services.settings.web.sign_in_tries):
        stranger.post("/sign-in", login="agent8001", password="not this one")

    locked = stranger.post("/sign-in", login="agent8001", password=PASSWORD)
    made.clock.forward(seconds=made.services.settings.web.sign_in_window_s + 1)
    later = stranger.post("/sign-in", login="agent8001", password=PASSWORD)

    assert locked.status_code == 429
    assert later.status_code == 303


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/notices", "/notices"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/notices\r\nX: y", "/"),
    ],
)
def test_after_the_sign_in_one_stays_on_this_site(visit: Visit, target: str, leads_to: str):
    answer = visit().post("/sign-in", login="agent8001", password=PASSWORD, next=target)

    assert answer.location == leads_to


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(visit: Visit):
    answer = visit().post("/sign-in", login="agent8001", password=PASSWORD)

    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("callqc="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert len(cookie.split(";")[0]) >= len("callqc=") + 43  # 256 bits in base64


def test_under_https_the_cookie_belongs_to_this_host_alone(made: House):
    web = made.services.settings.web.model_copy(update={"https": True})
    made.services.settings.web = web
    app = create_app(made.services)

    answer = app.test_client().get("/sign-in", base_url="https://localhost")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-callqc_visit=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_cookie_that_was_signed_out_is_worth_nothing(visit: Visit):
    agent = visit("agent8001")
    kept = agent.client.get_cookie("callqc")
    assert kept is not None

    agent.post("/sign-out")
    agent.client.set_cookie("callqc", kept.value)

    assert agent.get("/").status_code == 302


def test_a_form_made_before_the_sign_in_is_not_taken_after_it(visit: Visit):
    agent = visit("agent8001")
    fresh = agent.token
    stale = visit().token

    agent.token = stale
    refused = agent.post("/theme", theme="dark")
    agent.token = fresh
    taken = agent.post("/theme", theme="dark")

    assert refused.status_code == 400
    assert taken.status_code == 303


def test_the_form_of_one_person_is_not_taken_from_another(visit: Visit):
    agent, other = visit("agent8001"), visit("agent8002")

    other.token = agent.token

    assert other.post("/theme", theme="dark").status_code == 400


def test_a_sign_in_that_rests_too_long_ends(visit: Visit, made: House):
    agent = visit("agent8001")

    made.clock.forward(seconds=made.services.settings.web.session_idle_s + 1)

    assert agent.get("/").status_code == 302


def test_a_sign_in_that_is_used_lives_on_until_its_longest_time(visit: Visit, made: House):
    agent = visit("agent8001")
    web = made.services.settings.web

    for _ in range(web.session_longest_s // (web.session_idle_s // 2)):
        made.clock.forward(seconds=web.session_idle_s // 2)
        lives = agent.get("/").status_code == 200
        if not lives:
            break
    made.clock.forward(seconds=web.session_idle_s // 2)

    assert lives
    assert agent.get("/").status_code == 302


def test_who_is_disabled_is_out_at_once(visit: Visit, made: House):
    agent = visit("agent8001")

    disable_user(made.people["agent8001"].user_id, disabled=True, **made.as_("admin"))

    assert agent.get("/").status_code == 302


def test_a_temporary_password_must_be_changed_first(app: Flask, made: House):
    set_password(made.people["agent8001"].user_id, "temporary words", **made.as_("admin"))
    agent = Visitor(app)
    agent.post("/sign-in", login="agent8001", password="temporary words")
    agent.token = Visitor.page(agent, "/password").split('name="csrf_token" value="')[1].split('"')[0]

    sent_away = agent.get("/agent/results")
    agent.post("/password", old="temporary words", new="words of my own", again="words of my own")

    assert sent_away.location == "/password"
    assert agent.get("/agent/results").status_code == 200


def test_a_changed_password_signs_the_other_devices_out(visit: Visit):
    here, there = visit("agent8001"), visit("agent8001")

    here.post("/password", old=PASSWORD, new="words of my own", again="words of my own")

    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_person_with_two_roles_acts_in_one_at_a_time(visit: Visit):
    both = visit("lead2")

    as_lead = both.get("/lead/decisions").status_code, both.get("/opinions/").status_code
    both.post("/role", role=StaffRole.INSPECTOR.value)
    as_inspector = both.get("/lead/decisions").status_code, both.get("/opinions/").status_code

    assert as_lead == (200, 403)
    assert as_inspector == (403, 200)


def test_nobody_takes_a_role_that_is_not_theirs(visit: Visit):
    assert visit("agent8001").post("/role", role=StaffRole.ADMIN.value).status_code == 404
