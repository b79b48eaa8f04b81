"""Where webhooks may go, how they are signed, what a mail says, how long one waits before the next attempt."""

import pytest

from engine.delivery.address import checked_address
from engine.delivery.hold import pause_s
from engine.delivery.hosts import checked_url
from engine.delivery.kinds import OUTSIDE, TEST, mail_kinds
from engine.delivery.outcome import readable
from engine.delivery.signature import new_secret, signature
from engine.delivery.wording import mail_text
from engine.errors import Invalid
from engine.notify_settings import NotifySettings

ALLOWED = ("hooks.example.cn", "10.0.0.5:8080", "*.robots.example.cn", "[::1]:9000")


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.cn",
        "https://HOOKS.example.cn/a?b=c",
        "http://hooks.example.cn:8443/a",
        "http://hooks.example.cn./a",
        "http://10.0.0.5:8080/",
        "https://one.robots.example.cn/x",
        "http://[::1]:9000/x",
    ],
)
def test_an_allowed_address_is_taken(url: str):
    assert checked_url(url, ALLOWED).hostname


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.5/", "host_not_allowed"),
        ("http://10.0.0.5:8081/", "host_not_allowed"),
        ("http://127.0.0.1/", "host_not_allowed"),
        ("http://robots.example.cn/", "host_not_allowed"),
        ("http://evilrobots.example.cn/", "host_not_allowed"),
        ("http://hooks.example.cn.evil.example/", "host_not_allowed"),
        ("http://evil.example/?hooks.example.cn", "host_not_allowed"),
        ("http://evil.example/@hooks.example.cn", "host_not_allowed"),
        ("http://hooks.example.cn@evil.example/", "not_http"),
        ("http://user:pass@hooks.example.cn/", "not_http"),
        ("http://@hooks.example.cn/", "not_http"),
        ("http://hooks.example.cn/#x", "not_http"),
        ("file:///etc/passwd", "not_http"),
        ("ftp://hooks.example.cn/", "not_http"),
        ("//hooks.example.cn/", "not_http"),
        ("hooks.example.cn", "not_http"),
        ("http://", "not_http"),
        ("http://hooks.example.cn:99999/", "not_http"),
        ("http://hooks.example.cn/\r\nHost: evil", "not_http"),
        ("http://hooks.example.cn /", "not_http"),
        ("http://钩子.example.cn/", "not_http"),
        ("http://[::1/", "not_http"),
    ],
)
def test_any_other_address_is_refused(url: str, code: str):
    with pytest.raises(Invalid) as told:
        checked_url(url, ALLOWED)

    assert (told.value.field, told.value.code) == ("url", code)


def test_nothing_is_allowed_where_nobody_allowed_anything():
    with pytest.raises(Invalid):
        checked_url("https://hooks.example.cn", ())


def test_a_signature_is_that_of_standard_webhooks():
    """The example of the specification's own libraries."""
    body = b'{"test": 2432232314}'

    signed = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_are_long_and_never_the_same():
    secrets = {new_secret() for _ in range(20)}

    assert len(secrets) == 20
    assert all(len(secret) > 40 for secret in secrets)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", [*OUTSIDE, TEST])
def test_every_kind_has_words_in_both_languages(kind: str, language: str):
    subject, text = mail_text([{"kind": kind, "references": ["abcdefghijkl"]}], language, "")

    assert subject.startswith("[CallQC] ")
    assert "abcdefgh\n" in text
    assert "abcdefghi" not in text


def test_many_cases_are_counted_and_some_of_them_named():
    items = [
        {"kind": "deadline_near", "references": [f"{number:08d}-rest" for number in range(50)]},
        {"kind": "decided", "references": ["12345678"]},
    ]

    subject, text = mail_text(items, "zh", "https://qc.example.cn/")

    assert subject == "[CallQC] 多条质检通知"
    assert "申诉期限将至 × 50：00000000、" in text
    assert "00000019 …" in text
    assert "00000020" not in text
    assert "https://qc.example.cn/notices" in text


def test_pauses_double_up_to_a_limit():
    notify = NotifySettings(retry_after_s=30, longest_pause_s=100)

    assert [pause_s(attempts, notify) for attempts in (1, 2, 3, 29)] == [30, 60, 100, 100]


def test_of_an_answer_only_what_can_be_kept_and_shown_is_kept():
    assert readable(b"\x00ok\x1b[31m\xff\r\n" + b"x" * 5000) == (" ok [31m\ufffd \n" + "x" * 5000)[:1024]


def test_everything_comes_by_mail_until_one_chose():
    assert mail_kinds({}) == {kind.value for kind in OUTSIDE}
    assert mail_kinds({"mail": []}) == frozenset()
    assert mail_kinds({"mail": ["decided", "nonsense"]}) == {"decided"}


@pytest.mark.parametrize("text", ["a@b.cn", " A.B+c@mail.example.cn ", "root@localhost"])
def test_an_address_is_taken(text: str):
    assert checked_address(text) == text.strip()


@pytest.mark.parametrize(
    "text", ["a", "a@", "@b", "a b@c", "a@b\nBcc: x@y", "a@b,c@d", "<a@b>", "张@b.cn", "a@" + "b" * 200]
)
def test_what_is_no_address_is_refused(text: str):
    with pytest.raises(Invalid):
        checked_address(text)


def test_no_address_is_none():
    assert checked_address("") is checked_address(None) is checked_address("  ") is None
