"""Test dialogues as transcripts."""

import json

from rules.importers.aliyun import import_rules, transcripts_of
from rules.transcript import Role
from tests.unit.importers.documents import COMPLAINT


def sentence(words, role="客服", **fields):
    return {"words": words, "role": role, "identity": role, **fields}


def test_a_dialogue_with_times():
    (call,) = transcripts_of(
        {
            "dialogues": [
                sentence("您好", begin=0, end=760, hourMinSec="00:00"),
                sentence("我要买毛巾", "客户", begin=21004, end="21494"),
            ]
        }
    )

    assert [(one.id, one.role, one.start_s, one.end_s, one.text) for one in call.utterances] == [
        (1, Role.AGENT, 0.0, 0.76, "您好"),
        (2, Role.CUSTOMER, 21.004, 21.494, "我要买毛巾"),
    ]
    assert [round(pause.duration_s, 3) for pause in call.timeline.silences] == [20.244]


def test_a_sentence_without_an_end_lasts_as_long_as_it_takes_to_say():
    (call,) = transcripts_of(
        [
            sentence("您好,这里是客服中心", begin=0),
            sentence("我要买毛巾", "客户", begin=1000),
            sentence("好的", begin=9000),
        ]
    )

    assert [one.end_s for one in call.utterances] == [1.0, 2.111, 9.444]


def test_sentences_without_any_time_follow_one_another():
    (call,) = transcripts_of({"Dialogue": [sentence("您好您好您"), sentence("喂", "客户"), sentence("在吗", "机器人")]})

    assert [one.role for one in call.utterances] == [Role.AGENT, Role.CUSTOMER, Role.UNKNOWN]
    assert all(left.end_s < right.start_s for left, right in zip(call.utterances, call.utterances[1:], strict=False))


def test_the_clock_stands_in_for_a_missing_begin():
    (call,) = transcripts_of([sentence("您好", hourMinSec="00:21"), sentence("再见", hourMinSec="01:00:05")])

    assert [one.start_s for one in call.utterances] == [21.0, 3605.0]


def test_dialogues_that_come_with_rules_are_found():
    document = json.loads(COMPLAINT)
    document["rules"][0]["dialogues"] = {
        "Dialogue": [sentence("您好", begin=0), sentence("我要投诉", "客户", begin=3000)]
    }

    found = import_rules(json.dumps(document))

    assert [one.text for one in found.dialogues[0].utterances] == ["您好", "我要投诉"]
    assert found.rules[0].not_runnable is None


def test_what_is_no_dialogue_gives_none():
    assert transcripts_of({"rules": [{"words": ["a"]}], "x": [1, "words", None]}) == ()
