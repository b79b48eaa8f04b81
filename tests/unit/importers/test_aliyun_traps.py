"""What documents of the wild do."""

import json

import pytest

from rules.errors import RulebookInvalid
from rules.importers.aliyun import import_rules
from rules.importers.aliyun.writing import ORIGINAL, rulebook_files
from tests.unit.importers.documents import (
    COMPLAINS,
    SORRY,
    condition,
    document,
    keywords,
    one_rule,
    reason,
    rulebook,
    verdicts,
    written,
)


def test_numbers_may_be_texts():
    text = one_rule(
        condition(
            "1", keywords("1", "投诉", "举报", keywordMatchSize="2"), check_range={"range": {"from": "1", "to": "-1"}}
        ),
        level="0",
        scoreType="3",
        scoreNum="2.5",
        ruleScoreType="3",
        scoreNumType="1",
    )

    assert written(text)["effect"] == {"points": -2.5}
    assert written(text)["severity"] == "critical"
    assert written(text)["conditions"]["c1"] == {"op": "keyword", "words": ["投诉", "举报"], "need": 2}


@pytest.mark.parametrize(
    ("given", "inside"),
    [(1, "utterance"), ("1", "utterance"), (True, "utterance"), (0, None), ("0", None), (None, None)],
)
def test_booleans_may_be_numbers(given, inside):
    text = one_rule(condition("1", keywords("1", "投诉", in_sentence=given)))

    assert written(text)["conditions"]["c1"].get("inside") == inside


@pytest.mark.parametrize(
    "check_range", [{}, None, "", {"anchor": {}}, {"anchor": {"cid": ""}, "range": {}}, {"role": ""}]
)
def test_an_empty_range_or_anchor_is_the_whole_call(check_range):
    text = one_rule(condition("1", keywords("1", "投诉"), check_range=check_range))

    assert written(text)["conditions"]["c1"] == {"op": "keyword", "words": ["投诉"]}


def test_an_operator_that_is_not_known_marks_the_rule_and_is_kept():
    odd = {"oid": "9", "type": "EMOTION_V3", "param": {"level": 7, "nested": {"a": [1, "二"]}}}
    text = document([COMPLAINS, condition("2", odd)], [{"rid": "5", "name": "情绪", "lambda": "1&&2"}])

    (rule,) = rulebook(text).rules

    assert rule.not_runnable == "operator type 'EMOTION_V3' has no counterpart here"
    assert rule.when is None
    assert rule.origin["conditions"][1]["operators"] == [odd]
    assert verdicts(text, "C 我要投诉") == {}


@pytest.mark.parametrize(
    ("logic", "says"),
    [
        ("1&&7", "condition '7' is not defined"),
        ("1&&", "cannot be read"),
        ("(1", "cannot be read"),
        ("1&2", "cannot be read"),
        ("2 of (1, 1)", "only &&, \\|\\| and !"),
    ],
)
def test_a_lambda_that_makes_no_sense_marks_the_rule(logic, says):
    with pytest.raises(AssertionError, match=says):
        written(one_rule(COMPLAINS, logic=logic))


def test_an_operator_that_is_not_there_marks_the_rule():
    text = one_rule(condition("1", keywords("1", "投诉")) | {"lambda": "1&&3"})

    assert reason(text) == "the lambda of condition '1' names operator '3', which it does not have"


def test_conditions_that_hang_on_one_another_mark_the_rule():
    def hanging(cid, on):
        return condition(cid, keywords("1", "好"), check_range={"anchor": {"cid": on, "location": "AFTER"}})

    text = document(
        [hanging("1", "2"), hanging("2", "3"), hanging("3", "1"), COMPLAINS | {"cid": "4"}],
        [
            {"rid": "a", "lambda": "1"},
            {"rid": "b", "lambda": "4"},
        ],
    )

    rules = {rule.id: rule.not_runnable for rule in import_rules(text).rules}

    assert rules == {"a": "conditions hang on one another: 1 → 2 → 3 → 1", "b": None}


@pytest.mark.parametrize(
    ("fields", "triggers"),
    [
        ({"lambda": "1&&!2"}, ("1",)),
        ({"lambda": "!(1||2)"}, ()),
        ({"lambda": "!(1&&!2)"}, ("2",)),
        ({"lambda": "1&&2", "triggers": ["2"]}, ("2",)),
        ({"lambda": "1&&2", "triggers": [2]}, ("2",)),
        ({"lambda": "1&&2", "triggers": {"Trigger": ["1", "2"]}}, ("1", "2")),
    ],
)
def test_triggers_are_those_named_or_all_that_are_not_negated(fields, triggers):
    (rule,) = import_rules(document([COMPLAINS, SORRY], [{"rid": "1", **fields}])).rules

    assert rule.triggers == triggers
    assert rule.not_runnable is None


def test_conditions_may_number_their_operators_alike():
    text = one_rule(condition("1", keywords("1", "投诉")), condition("2", keywords("1", "抱歉")), logic="1&&!2")

    assert verdicts(text, "C 我要投诉\nA 好的") == {"1": "fail"}
    assert verdicts(text, "C 我要投诉\nA 抱歉") == {"1": "pass"}


def test_an_operator_defined_twice_in_one_condition_marks_the_rule():
    text = one_rule(condition("1", keywords("1", "投诉"), keywords("1", "举报")))

    assert reason(text) == "condition '1' has operator '1' twice"


def test_a_condition_defined_twice_marks_the_rule_only_where_the_two_differ():
    assert reason(one_rule(COMPLAINS, COMPLAINS, logic="1")) is None
    assert reason(one_rule(COMPLAINS, SORRY | {"cid": "1"}, logic="1")) == "condition '1' is defined twice, differently"


@pytest.mark.parametrize(
    ("kind", "size", "need"),
    [
        ("INCLUDE_KEYWORDS", None, "all"),
        ("INCLUDE_KEYWORDS", -1, "all"),
        ("INCLUDE_KEYWORDS", 0, "none"),
        ("INCLUDE_KEYWORDS", 2, 2),
        ("INCLUDE_KEYWORDS", "1", None),
        ("HIT_ANY_KEYWORDS", None, None),
        ("HIT_ANY_KEYWORDS", 1, None),
        ("HIT_ANY_KEYWORDS", -1, "all"),
        ("HIT_ANY_KEYWORDS", 0, "none"),
    ],
)
def test_how_many_keywords_are_needed_depends_on_the_number_and_the_type(kind, size, need):
    operator = keywords("1", "一", "二", "三") | {"type": kind}
    operator["param"]["keywordMatchSize"] = size

    assert written(one_rule(condition("1", operator)))["conditions"]["c1"].get("need") == need


def test_more_keywords_needed_than_there_are_marks_the_rule():
    assert (
        reason(one_rule(condition("1", keywords("1", "一", keywordMatchSize=3))))
        == "keywordMatchSize is 3 of 1 keywords"
    )


@pytest.mark.parametrize("logic", ["（１＆＆２）", "１ && ２", "1 and 2", "1且2", "(1)&&((2))", "1＆＆(2||2)"])
def test_full_width_signs_and_needless_brackets_are_read(logic):
    text = one_rule(COMPLAINS, SORRY, logic=logic)

    assert verdicts(text, "C 我要投诉\nA 抱歉") == {"1": "fail"}
    assert verdicts(text, "C 我要投诉\nA 好的") == {"1": "pass"}


def test_a_condition_may_serve_several_rules():
    rules = [{"rid": "1", "lambda": "1"}, {"rid": "2", "lambda": "1&&2"}, {"rid": "3", "lambda": "!1"}]

    assert verdicts(document([COMPLAINS, SORRY], rules), "C 我要投诉\nA 好的") == {
        "1": "fail",
        "2": "pass",
        "3": "pass",
    }


def test_conditions_that_no_rule_uses_are_kept():
    text = document([COMPLAINS, SORRY], [{"rid": "1", "lambda": "1"}])

    kept = rulebook(text).rule("unused-conditions")

    assert kept.not_runnable == "no rule uses these conditions"
    assert kept.origin["conditions"] == [SORRY]


def test_the_document_stays_beside_the_rulebook_as_it_was():
    text = one_rule(COMPLAINS) + "  \n"

    assert rulebook_files(import_rules(text), name="a", title="b")[ORIGINAL] == text


def test_answers_over_rest_wrap_their_lists():
    text = json.dumps(
        {
            "Code": "200",
            "Data": {
                "Conditions": {
                    "ConditionBasicInfo": [
                        {
                            "ConditionInfoCid": "7",
                            "OperLambda": "8",
                            "CheckRange": {"Role": "客户", "Range": {"From": 1, "To": -1}, "Anchor": {}},
                            "Operators": {
                                "OperatorBasicInfo": [
                                    {
                                        "Oid": "8",
                                        "OperName": "op",
                                        "Type": "HIT_ANY_KEYWORDS",
                                        "Param": {
                                            "OperKeyWords": {"OperKeyWord": ["投诉", "举报"]},
                                            "InSentence": True,
                                        },
                                    }
                                ]
                            },
                        }
                    ]
                },
                "Rules": {"RuleBasicInfo": [{"Rid": "4", "RuleLambda": "7", "Triggers": {"Trigger": ["7"]}}]},
            },
        }
    )

    assert verdicts(text, "C 我要举报") == {"4": "fail"}
    assert verdicts(text, "A 您要举报吗\nC 不是") == {"4": "pass"}


def test_a_document_inside_a_text_is_read():
    text = json.dumps({"JsonStr": one_rule(COMPLAINS)})

    assert verdicts(text, "C 我要投诉") == {"1": "fail"}


def test_rules_of_a_scheme_bring_their_own_conditions():
    scheme = {
        "schemeName": "方案",
        "checkTypes": [
            {"name": "态度", "rules": [{"rid": "1", "lambda": "a", "conditions": [COMPLAINS | {"cid": "a"}]}]},
            {"name": "致歉", "rules": [{"rid": "2", "lambda": "a", "conditions": [SORRY | {"cid": "a"}]}]},
        ],
    }

    assert verdicts(json.dumps({"data": scheme}), "C 我要投诉\nA 好的") == {"1": "fail", "2": "pass"}


def test_a_pattern_that_needs_backtracking_marks_the_rule_with_the_reason():
    regex = {"oid": "1", "type": "REGULAR_EXPRESSION", "param": {"regex": "(?<!不)能退款", "in_sentence": True}}

    assert "refused" in reason(one_rule(condition("1", regex)))


def test_a_bonus_is_a_pass_that_adds_points():
    text = one_rule(COMPLAINS, scoreType=1, scoreNum=3, ruleScoreType=3, scoreNumType=1)

    assert written(text)["effect"] == {"bonus": True, "points": 3.0}
    assert verdicts(text, "C 我要投诉") == {"1": "pass"}
    assert verdicts(text, "C 没有") == {}


def test_an_unscored_rule_costs_nothing_and_still_fails():
    text = one_rule(COMPLAINS, ruleScoreType=1, scoreType=3, scoreNum=9)

    assert "effect" not in written(text)
    assert verdicts(text, "C 我要投诉") == {"1": "fail"}


def test_a_prerequisite_is_another_rule():
    rules = [{"rid": "1", "lambda": "1"}, {"rid": "2", "lambda": "!2", "preqRule": {"rid": 1}}]
    text = document([COMPLAINS, SORRY], rules)

    assert verdicts(text, "C 我要投诉\nA 好的") == {"1": "fail", "2": "fail"}
    assert verdicts(text, "C 没事\nA 好的") == {"1": "pass"}


def test_what_waits_for_a_rule_that_cannot_run_cannot_run():
    rules = [
        {"rid": "1", "lambda": "9"},
        {"rid": "2", "lambda": "2", "preqRule": {"rid": "1"}},
        {"rid": "3", "lambda": "2", "preqRule": {"rid": "77"}},
        {"rid": "4", "lambda": "2", "preqRule": {"rid": "5"}},
        {"rid": "5", "lambda": "2", "preqRule": {"rid": "4"}},
    ]

    found = {rule.id: rule.not_runnable for rule in import_rules(document([SORRY], rules)).rules}

    assert found["2"] == "its prerequisite, rule '1', cannot run"
    assert found["3"] == "its prerequisite, rule '77', is not in the document"
    assert found["4"] == "rules wait for one another: 4 → 5 → 4"
    assert len(rulebook(document([SORRY], rules)).rules) == 5


def test_ids_are_kept_or_made_of_the_name_and_never_twice():
    rules = [
        {"rid": 7, "lambda": "1"},
        {"name": "长 静音", "lambda": "1"},
        {"name": "长 静音", "lambda": "1"},
        {"lambda": "1"},
    ]

    assert [rule.id for rule in import_rules(document([COMPLAINS], rules)).rules] == [
        "7",
        "长-静音",
        "长-静音-2",
        "rule",
    ]


@pytest.mark.parametrize(
    ("start", "end", "cycle", "days"),
    [
        ("2026-01-01 00:00:00", "2026-06-30 23:59:59", 0, {"since": "2026-01-01", "until": "2026-06-30"}),
        (1767196800000, None, None, {"since": "2026-01-01"}),
        ("2026-01-01", "2026-06-30", 1, None),
    ],
)
def test_the_days_on_which_a_rule_is_in_force(start, end, cycle, days):
    text = one_rule(COMPLAINS, effectiveStartTime=start, effectiveEndTime=end, fullCycle=cycle)

    assert written(text).get("effective") == days


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ("{}", "no rules"),
        ('{"rules": []}', "no rules"),
        ("null", "no rules"),
    ],
)
def test_what_is_no_document_is_refused_with_the_file_named(text, says):
    with pytest.raises(RulebookInvalid, match=f"a.json.*{says}"):
        import_rules(text, "a.json")


def test_a_chain_of_prerequisites_that_nobody_can_follow_marks_the_rules_at_its_end():
    rules = [
        {"rid": str(at), "name": f"规则 {at}", "lambda": "1", **({"preqRule": {"rid": str(at - 1)}} if at > 1 else {})}
        for at in range(1, 31)
    ]
    text = document([COMPLAINS], rules)

    marked = [rule.id for rule in import_rules(text).rules if rule.not_runnable]

    assert marked == [str(at) for at in range(22, 31)]
    assert len(rulebook(text).rules) == 30


def test_a_key_that_stands_twice_is_refused_because_one_of_the_two_would_be_lost():
    with pytest.raises(RulebookInvalid) as refused:
        import_rules('{"rules": [{"rid": "1"}], "rules": [{"rid": "2"}], "conditions": []}', "zwei.json")

    assert "the key 'rules' stands twice" in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "inside", "remarks"),
    [
        (".*告诉.*密码.*", False, ("condition 1: a dot of the regex does not reach from one sentence into the next",)),
        (".*告诉.*密码.*", True, ()),
        (r"告诉\s*密码", False, ()),
    ],
)
def test_a_regex_that_may_span_sentences_says_where_it_does_not(pattern, inside, remarks):
    operator = {"oid": "1", "type": "REGULAR_EXPRESSION", "param": {"regex": pattern, "in_sentence": inside}}

    (rule,) = import_rules(one_rule(condition("1", operator))).rules

    assert rule.remarks == remarks
