"""What places and operators of Alibaba Cloud rules become here."""

import pytest

from tests.unit.importers.documents import (
    COMPLAINS,
    SORRY,
    condition,
    one_rule,
    reason,
    written,
)


@pytest.mark.parametrize(
    ("anchor", "scope"),
    [
        ({"cid": "1", "location": "BEFORE", "hit_time": 0}, {"before": "c1", "hit": "every"}),
        ({"cid": "1", "location": "AFTER", "hit_time": -1}, {"after": "c1"}),
        ({"cid": "1", "location": "AROUND", "hit_time": "2"}, {"around": "c1", "hit": 2}),
        ({"cid": "1", "location": "CURRENT", "hit_time": 1}, {"same": "c1", "hit": 1}),
        ({"anchorCid": "1", "location": "after", "hitTime": 3}, {"after": "c1", "hit": 3}),
    ],
)
def test_where_a_condition_looks_beside_another(anchor, scope):
    text = one_rule(COMPLAINS, SORRY | {"check_range": {"anchor": anchor}}, logic="2")

    assert written(text)["conditions"]["c2"]["scope"] == scope
    assert written(text)["when"] == "c1 && c2"


@pytest.mark.parametrize(
    ("check_range", "scope"),
    [
        ({"role": "客服", "range": {"from": 2, "to": 3}}, {"role": "agent", "utterances": "2..3"}),
        ({"range": {"from": -3, "to": -1}}, {"utterances": "-3..-1"}),
        ({"time_range": {"from": 0, "to": 30000}}, {"seconds": "0..30"}),
        ({"role": "所有", "all_sentences_satisfy": 1}, {"every": True}),
        ({"role": "客服", "absolute": True, "range": {"from": 1, "to": 2}}, {"role": "agent", "utterances": "1..2"}),
    ],
)
def test_where_a_condition_looks(check_range, scope):
    text = one_rule(SORRY | {"check_range": check_range})

    assert written(text)["conditions"]["c2"]["scope"] == scope


@pytest.mark.parametrize(
    ("operator", "conditions"),
    [
        (
            {"type": "SIMILAR_MATCH", "param": {"similarlySentences": ["还有其他可以帮您的吗"], "score": "75"}},
            {"c1": {"op": "similar", "sentences": ["还有其他可以帮您的吗"], "at_least": 75.0}},
        ),
        (
            {
                "type": "ADVANCED_REPEAT_DETECT",
                "param": {
                    "from": 0,
                    "similarity_threshold": 0.8,
                    "hit_time": 2,
                    "threshold": 5,
                    "excludes": ["您好"],
                    "target_role": "客户",
                },
            },
            {
                "c1": {
                    "op": "repeat",
                    "back": 0,
                    "similarity": 80.0,
                    "times": 3,
                    "min_length": 5,
                    "except": ["您好"],
                    "scope": {"role": "customer"},
                }
            },
        ),
        (
            {"type": "INTERVAL_GREATER", "param": {"interval": "5000", "intervalEnd": 9000, "checkFirstSentence": 1}},
            {
                "c1": {"op": "silence", "over": 5.0, "under": 9.0, "where": "inside"},
                "c1.start": {"op": "silence", "over": 5.0, "under": 9.0, "where": "start"},
            },
        ),
        (
            {"type": "SPEECH_SPEED_CHECK", "param": {"velocityInMint": 100, "compareOperator": "lt", "average": 1}},
            {"c1": {"op": "pace", "under": 100.0, "unit": "chars", "min_length": 1, "average": True}},
        ),
        ({"type": "NER_MODEL", "param": {"dataType": "手机号"}}, {"c1": {"op": "entity", "kind": "phone"}}),
        (
            {"type": "REGULAR_EXPRESSION", "param": {"regex": "VIP.*退", "notRegex": "不退", "in_sentence": True}},
            {"c1": {"op": "regex", "pattern": "VIP.*退", "except": "不退", "case": True}},
        ),
    ],
)
def test_what_operators_become(operator, conditions):
    assert written(one_rule(condition("1", {"oid": "1", **operator})))["conditions"] == conditions


@pytest.mark.parametrize(
    ("operator", "says"),
    [
        ({"type": "INTERVAL_GREATER", "param": {"interval": 1, "target": 0}}, "the length of a sentence"),
        ({"type": "INTERVAL_GREATER", "param": {"interval": 1, "target": 3}}, "3 sentences before"),
        ({"type": "INTERVAL_GREATER", "param": {"interval": 1, "from_end": True}}, "from_end"),
        ({"type": "INTERVAL_GREATER", "param": {"interval": "long"}}, "no number"),
        ({"type": "NER_MODEL", "param": {"dataType": 3}}, "entity '3' is not known"),
        ({"type": "HIT_ANY_KEYWORDS", "param": {"keywords": []}}, "no keywords"),
        ({"type": "REGULAR_EXPRESSION", "param": {}}, "no regex"),
        ({"type": "SIMILAR_MATCH", "param": {"similarlySentences": ["您好吗"], "score": 10}}, "at_least"),
        ({"param": {}}, "an operator without a type"),
        (
            {"type": "HIT_ANY_KEYWORDS", "param": {"keywords": ["a"], "in_sentence": "perhaps"}},
            "neither true nor false",
        ),
    ],
)
def test_what_has_no_counterpart_is_said(operator, says):
    assert says in reason(one_rule(condition("1", {"oid": "1", **operator})))
