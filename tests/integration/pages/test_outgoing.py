"""The administrator's pages of what leaves the house, and a person's own choice of mail."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.steps.deliver import deliver
from review_app.app import create_app
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor
from tests.support.receivers import Hook, hook
from tests.support.seed import House
from tests.support.serving import copied


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as ready:
        yield ready


@pytest.fixture
def made(template: House, receiver: Hook, tmp_path: Path) -> House:
    made = copied(template, tmp_path / "house")
    notify = made.services.settings.notify.model_copy(update={"webhook_hosts": (receiver.host,), "max_attempts": 1})
    mail = made.services.settings.mail.model_copy(update={"host": "127.0.0.1"})
    made.services.settings.notify, made.services.settings.mail = notify, mail
    return made


def add(admin: Visitor, receiver: Hook, **changes: object) -> str:
    fields = {"name": "工单系统", "url": receiver.url, "side": "inspected", "kinds": ["released"], **changes}
    return admin.post("/admin/webhooks", **fields).text


def test_a_secret_is_shown_once(visit: Visit, receiver: Hook):
    admin = visit("admin")

    answer = add(admin, receiver)

    assert len(set(re.findall(r"whsec_[\w+/=]+", answer))) == 1
    assert "whsec_" not in admin.page("/admin/webhooks")
    assert "of-the-receiver" not in admin.page("/admin/webhooks")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "http://127.0.0.1:1/x"),
        ("url", "file:///etc/passwd"),
        ("url", "http://user:pass@127.0.0.1/"),
        ("kinds", []),
        ("kinds", ["approval_asked"]),
        ("side", "both"),
        ("name", "  "),
    ],
)
def test_what_cannot_be_is_refused_in_words(visit: Visit, receiver: Hook, field: str, value: object):
    admin = visit("admin")

    fields: dict[str, object] = {"name": "x", "url": receiver.url, "side": "inspected", "kinds": ["released"]}
    answer = admin.post("/admin/webhooks", **{**fields, field: value})

    assert answer.status_code == 422
    assert "还没有 Webhook" in admin.page("/admin/webhooks")


def test_a_test_that_fails_is_seen_and_sent_again(visit: Visit, receiver: Hook, made: House):
    admin = visit("admin")
    add(admin, receiver)
    receiver.statuses, receiver.answer = [404], "没有这个地址 <b>".encode()
    assert admin.post("/admin/webhooks/1/test").status_code == 303
    deliver(services=made.services)

    page = admin.page("/admin/deliveries?state=dead")
    assert "status_404" in page
    assert "没有这个地址 &lt;b&gt;" in page
    number = re.search(r"/admin/deliveries/(\d+)/again", page)
    assert number is not None
    assert '<span class="rail-count">1</span>' in page
    assert admin.post(number[0]).status_code == 303
    deliver(services=made.services)

    assert [one.told["type"] for one in receiver.got] == ["test", "test"]
    assert "已送达" in admin.page("/admin/deliveries")
    assert "没有发送记录" in admin.page("/admin/deliveries?state=dead")


def test_pausing_changing_renewing_and_removing(visit: Visit, receiver: Hook):
    admin = visit("admin")
    first = re.search(r"whsec_[\w+/=]+", add(admin, receiver))
    assert admin.post("/admin/webhooks/1/pause", paused="true").status_code == 303
    assert "已暂停" in admin.page("/admin/webhooks")
    assert admin.post("/admin/webhooks/1/kinds", kinds=["decided", "released"]).status_code == 303
    assert "<p>结果已下发、申诉已裁定</p>" in admin.page("/admin/webhooks")
    second = re.search(r"whsec_[\w+/=]+", admin.post("/admin/webhooks/1/secret").text)
    assert first and second and first[0] != second[0]

    assert admin.post("/admin/webhooks/1/remove").status_code == 303

    assert "还没有 Webhook" in admin.page("/admin/webhooks")
    assert admin.post("/admin/webhooks/1/test").status_code == 404


def test_a_person_chooses_what_comes_by_mail(visit: Visit, made: House):
    admin, agent = visit("admin"), visit("agent8001")
    assert "您的账号没有邮箱" in agent.page("/settings")
    user_id = made.people["agent8001"].user_id
    fields = {"name": "陈思远", "roles": ["agent"], "team": "1", "agent_no": "8001"}
    assert admin.post(f"/admin/users/{user_id}", **fields, email="chen@example.cn").status_code == 303
    assert admin.post(f"/admin/users/{user_id}", **fields, email="a@b\nBcc: c@d").status_code == 422
    page = agent.page("/settings")
    assert "chen@example.cn" in page
    assert page.count('name="kinds"') == page.count("checked") == 7

    assert agent.post("/settings/mail", kinds=["decided"]).status_code == 303

    assert agent.page("/settings").count("checked") == 1
    assert agent.post("/settings/mail", kinds=["overruled"]).status_code == 422


def test_language_theme_and_rail_follow_the_account_to_another_browser(visit: Visit):
    here = visit("agent8001")
    assert here.post("/language", language="en", next="/settings").status_code == 303
    here.post("/theme", theme="dark")
    here.post("/rail", rail="narrow")

    elsewhere = visit("agent8001")

    page = elsewhere.page("/settings")
    assert '<html lang="en" data-bs-theme="dark"' in page
    assert "rail-narrow" in page
    assert '<html lang="zh-CN"' in visit("agent8002").page("/settings")


def test_a_browser_keeps_its_language_for_who_never_chose(visit: Visit):
    visitor = visit()
    visitor.post("/language", language="en")
    assert '<html lang="en"' in visitor.page("/sign-in")

    signed_in = visit("agent8003")
    signed_in.client.set_cookie("language", "en")

    assert '<html lang="en"' in signed_in.page("/settings")


@pytest.fixture
def named(made: House) -> Callable[[str], int]:
    web = made.services.settings.web.model_copy(update={"trusted_hosts": ("qc.example.cn", ".qc.example.com")})
    made.services.settings.web = web
    client = create_app(made.services).test_client()
    return lambda host: client.get("/sign-in", headers={"Host": host}).status_code


OURS = ("qc.example.cn", "qc.example.cn:8600", "a.qc.example.com", "localhost", "127.0.0.1:80")
OTHERS = ("evil.example", "qc.example.cn.evil.example", "notqc.example.com", "qc.example.cn@evil")


@pytest.mark.parametrize("host", OURS)
def test_a_trusted_name_is_answered(named: Callable[[str], int], host: str):
    assert named(host) == 200


@pytest.mark.parametrize("host", OTHERS)
def test_another_name_is_refused(named: Callable[[str], int], host: str):
    assert named(host) == 400


def test_without_a_list_every_name_is_answered(visit: Visit):
    assert visit().get("/sign-in", headers={"Host": "anything.example"}).status_code == 200
