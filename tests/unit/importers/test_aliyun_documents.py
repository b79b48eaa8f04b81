"""The three dialects, judged on dialogues."""

from pathlib import Path

import pytest

from rules.dialogue import dialogue
from rules.evaluate import evaluate
from rules.importers.aliyun import import_rules
from tests.unit.importers.documents import rulebook, verdicts

DATA = Path(__file__).parents[2] / "data" / "aliyun"
UPLOAD, DETAIL, ADD = (
    (DATA / f"{name}.json").read_text("utf-8") for name in ("upload_rule", "rule_detail", "add_rule_v4")
)


@pytest.mark.parametrize(
    ("call", "opening", "brushed_off"),
    [
        ("A 您好,请问有什么可以帮您\nC 我要投诉你们\nA 这个没办法", "pass", "fail"),
        ("A 您好,请问有什么可以帮您\nC 我要舉報\nA 嗯\nA 我不清楚啊", "pass", "fail"),
        ("A 您好,请问有什么可以帮您\nC 我要投诉你们\nA 抱歉,这个没办法", "pass", "pass"),
        ("A 您好,请问有什么可以帮您\nC 我要投诉你们\nA 没办法也好,我帮您想想", "pass", "pass"),
        ("A 您好,请问有什么可以帮您\nC 我要投诉你们\nA 好的\nA 请讲\nA 这个不归我", "pass", "pass"),
        ("A 您好,请问有什么可以帮您\nC 查话费\nA 这个没办法", "pass", "pass"),
        ("A 喂\nA 哪位\nA 什么事\nA 您好请问\nC 查话费\nA 好的", "fail", "pass"),
    ],
)
def test_upload_rule(call, opening, brushed_off):
    assert verdicts(UPLOAD, call) == {"101": opening, "102": brushed_off}


@pytest.mark.parametrize(
    ("call", "verdict"),
    [
        ("A 请您告诉我您的密码\nC 一二三四五六\nA 好的,已经办好了", "fail"),
        ("A 请您告诉我您的密码\nC 一二三四五六\nA 办好了,请您马上修改密码", "pass"),
        ("A 请您先修改密码\nA 请告诉我密码\nC 一二三四\nA 再见", "fail"),
        ("A 您好\nC 我告诉你密码吧\nA 不用的", "pass"),
    ],
)
def test_rule_detail(call, verdict):
    assert verdicts(DETAIL, call) == {"4": verdict}


@pytest.mark.parametrize(
    ("call", "verdict", "points"),
    [
        ("A 0-4 您好请问有什么可以帮您\nC 25-27 我想查一下话费", "fail", -5),
        ("A 0-1 您好请问有什么可以帮您\nC 1.5-3 查话费", "fail", -5),
        ("A 0-1 您好请问有什么可以帮您\nC 25-27 查话费", "fail", -10),
        ("A 0-4 您好请问有什么可以帮您\nC 5-7 查话费\nA 8-12 好的马上为您查询请您稍等一下", "pass", 0),
        ("A 0-4 您好请问有什么可以帮您\nA 30-34 喂您好请问还在吗", "pass", 0),
        ("A 0-0.6 您好请问\nC 1-2 查话费\nA 3-7 好的马上为您查询请您稍等", "pass", 0),
    ],
)
def test_add_rule_v4(call, verdict, points):
    (finding,) = evaluate(rulebook(ADD), dialogue(call), {})

    assert (finding.rule, finding.verdict.value, finding.points) == ("长静音与语速", verdict, points)


def test_what_rules_say_of_themselves_is_kept():
    rules = {rule.id: rule for rule in rulebook(UPLOAD).rules}

    assert rules["102"].severity.value == "critical"
    assert rules["102"].level == 1
    assert rules["101"].title.zh == "缺少开场白"
    assert rulebook(ADD).rules[0].review.value == "flag"
    assert rulebook(ADD).rules[0].why.zh == "导入测试"


@pytest.mark.parametrize("text", [UPLOAD, DETAIL, ADD])
def test_everything_runs(text):
    assert [rule.not_runnable for rule in import_rules(text).rules if rule.not_runnable] == []


def test_after_the_last_sentence_nothing_was_there_to_be_searched():
    # There the second condition is "not hit" and rule 4 hits; here a person is asked.
    call = "A 您好\nC 我忘了密码\nA 请您告诉我您的密码"

    assert verdicts(DETAIL, call) == {"4": "unsure"}


def test_a_window_with_sentences_that_do_not_say_it_is_not_hit():
    assert verdicts(DETAIL, "A 您好\nC 我忘了密码\nA 请您告诉我您的密码\nA 好的") == {"4": "fail"}
