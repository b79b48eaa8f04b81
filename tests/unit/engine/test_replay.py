"""What two versions of the rules make of the same calls, added up in any number of parts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.replay.difference import MOST_EXAMPLES, Difference, Judged
from engine.replay.difference import added_up as added_up_by_rules
from engine.replay.report import difference_json
from rules.ruling import Code

FAIL, PASS, UNSURE, NOTHING = Code.FAIL, Code.PASS, Code.UNSURE, Code.NOTHING


def judged(number: int, old: Code, new: Code, **fields: object) -> Judged:
    return Judged(number, "8001", bytes([old]), bytes([new]), **fields)


def added_up(calls: list[Judged], old: str = "R", new: str = "R") -> Difference:
    """The difference of calls whose rules have one letter each."""
    return added_up_by_rules(calls, old, new)


def test_a_failure_that_is_new_and_one_that_is_gone_are_told_apart():
    change = added_up([judged(1, PASS, FAIL), judged(2, FAIL, PASS), judged(3, FAIL, FAIL)]).rules["R"]

    assert (change.fails_old, change.fails_new, change.newly_hit, change.newly_missed) == (2, 2, 1, 1)
    assert (change.hit_examples, change.missed_examples) == ([1], [2])


def test_a_rule_that_only_one_version_has_counts_too():
    total = added_up([judged(1, FAIL, FAIL)], "O", "N")

    assert (total.rules["O"].newly_missed, total.rules["N"].newly_hit) == (1, 1)
    assert total.changed_calls == 1


def test_a_doubt_instead_of_a_pass_is_a_change_but_no_hit():
    total = added_up([judged(1, PASS, UNSURE)])

    assert (total.changed_calls, total.rules["R"].newly_hit) == (1, 0)
    (row,) = difference_json(total)["rules"]
    assert (row["changed"], row["unchanged"]) == (1, 0)


def test_people_are_the_measure():
    calls = [
        judged(1, FAIL, FAIL, truth={"R": True}),
        judged(2, FAIL, PASS, truth={"R": False}),
        judged(3, PASS, FAIL, truth={"R": True}),
        judged(4, PASS, FAIL),
    ]

    (row,) = difference_json(added_up(calls))["rules"]

    assert (row["judged_by_people"], row["precision_old"], row["precision_new"]) == (3, 0.5, 1.0)
    assert (row["recall_old"], row["recall_new"]) == (0.5, 1.0)


def test_where_nobody_judged_there_is_no_precision():
    (row,) = difference_json(added_up([judged(1, FAIL, FAIL)]))["rules"]

    assert row["precision_old"] is row["recall_new"] is None


def test_scores_count_where_both_versions_have_one():
    calls = [judged(1, PASS, PASS, scores={"card": (40.0, 44.0)}), judged(2, PASS, PASS, scores={"card": (None, 50.0)})]

    assert difference_json(added_up(calls))["scores"] == [
        {"scorecard": "card", "agent": "8001", "calls": 1, "old_mean": 40.0, "new_mean": 44.0}
    ]


def test_rules_that_changed_most_come_first():
    calls = [Judged(n, "a", bytes([PASS, FAIL, PASS]), bytes([PASS, PASS, FAIL if n else PASS])) for n in (0, 1)]

    assert [row["rule"] for row in difference_json(added_up(calls, "ABC", "ABC"))["rules"]] == ["B", "C", "A"]


def test_examples_are_few_and_the_first():
    change = added_up([judged(number, PASS, FAIL) for number in range(100)]).rules["R"]

    assert change.hit_examples == list(range(MOST_EXAMPLES))
    assert change.newly_hit == 100


OLD, NEW = "ABC", "BCD"
CODES = st.lists(st.sampled_from(list(Code)), min_size=3, max_size=3).map(bytes)
TRUTHS = st.dictionaries(st.sampled_from("ABCD"), st.booleans())
CALLS = st.lists(st.builds(Judged, st.integers(), st.sampled_from("xy"), CODES, CODES, truth=TRUTHS), max_size=12)


@given(calls=CALLS, at=st.integers(0, 12))
def test_parts_add_up_to_the_whole(calls: list[Judged], at: int):
    parts = Difference()
    for part in (calls[:at], calls[at:]):
        parts.add(added_up(part, OLD, NEW))
    whole = added_up(calls, OLD, NEW)

    assert parts == whole
    assert parts.digest == whole.digest


@given(calls=CALLS)
def test_every_call_is_counted_as_one_would_by_hand(calls: list[Judged]):
    total = added_up(calls, OLD, NEW)

    for rule in "ABCD":
        verdicts = [(_of(call.old, OLD, rule), _of(call.new, NEW, rule)) for call in calls]
        hit = [call.recording_id for call, (old, new) in zip(calls, verdicts, strict=True) if new == FAIL != old]
        judged_by_people = [
            (call.truth[rule], *pair) for call, pair in zip(calls, verdicts, strict=True) if rule in call.truth
        ]
        if not any(map(any, verdicts)) and not judged_by_people:
            assert rule not in total.rules
            continue
        change = total.rules[rule]
        assert change.fails_old == sum(old == FAIL for old, _ in verdicts)
        assert change.fails_new == sum(new == FAIL for _, new in verdicts)
        assert (change.newly_hit, change.hit_examples) == (len(hit), hit)
        assert change.newly_missed == sum(old == FAIL != new for old, new in verdicts)
        assert change.judged_by_people == len(judged_by_people)
        assert change.flagged_old == sum(old == FAIL for _, old, _ in judged_by_people)
        assert change.true_new == sum(truth and new == FAIL for truth, _, new in judged_by_people)


def _of(codes: bytes, rules: str, rule: str) -> int:
    return codes[rules.index(rule)] if rule in rules else NOTHING


@given(calls=CALLS, at=st.integers(0, 11), code=st.sampled_from(list(Code)))
def test_one_other_verdict_gives_another_digest(calls: list[Judged], at: int, code: Code):
    changed = list(calls)
    if at < len(calls):
        changed[at] = replace(calls[at], new=bytes([code, *calls[at].new[1:]]))

    same = calls == changed

    assert (added_up(calls, OLD, NEW).digest == added_up(changed, OLD, NEW).digest) is same
