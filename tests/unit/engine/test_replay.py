"""What two versions of the rules make of the same calls, added up in any number of parts."""

from hypothesis import given
from hypothesis import strategies as st

from engine.replay.difference import MOST_EXAMPLES, Difference, Judged, added_up
from engine.replay.report import difference_json
from rules.finding import Verdict

FAIL, PASS, UNSURE = Verdict.FAIL, Verdict.PASS, Verdict.UNSURE


def judged(number: int, old: Verdict, new: Verdict, **fields: object) -> Judged:
    return Judged(number, "8001", {"R": old}, {"R": new}, **fields)


def test_a_failure_that_is_new_and_one_that_is_gone_are_told_apart():
    change = added_up([judged(1, PASS, FAIL), judged(2, FAIL, PASS), judged(3, FAIL, FAIL)]).rules["R"]

    assert (change.fails_old, change.fails_new, change.newly_hit, change.newly_missed) == (2, 2, 1, 1)
    assert (change.hit_examples, change.missed_examples) == ([1], [2])


def test_a_rule_that_only_one_version_has_counts_too():
    total = added_up([Judged(1, "8001", {"OLD": FAIL}, {"NEW": FAIL})])

    assert (total.rules["OLD"].newly_missed, total.rules["NEW"].newly_hit) == (1, 1)
    assert total.changed_calls == 1


def test_a_doubt_instead_of_a_pass_is_a_change_but_no_hit():
    total = added_up([judged(1, PASS, UNSURE)])

    assert (total.changed_calls, total.rules["R"].newly_hit) == (1, 0)


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
    calls = [
        Judged(n, "a", {"A": PASS, "B": FAIL, "C": PASS}, {"A": PASS, "B": PASS, "C": FAIL if n else PASS})
        for n in (0, 1)
    ]

    assert [row["rule"] for row in difference_json(added_up(calls))["rules"]] == ["B", "C", "A"]


def test_examples_are_few_and_the_first():
    change = added_up([judged(number, PASS, FAIL) for number in range(100)]).rules["R"]

    assert change.hit_examples == list(range(MOST_EXAMPLES))
    assert change.newly_hit == 100


VERDICTS = st.dictionaries(st.sampled_from("ABC"), st.sampled_from([FAIL, PASS, UNSURE]))
TRUTHS = st.dictionaries(st.sampled_from("ABC"), st.booleans())
CALLS = st.lists(st.builds(Judged, st.integers(), st.sampled_from("xy"), VERDICTS, VERDICTS, truth=TRUTHS), max_size=12)


@given(calls=CALLS, at=st.integers(0, 12))
def test_parts_add_up_to_the_whole(calls: list[Judged], at: int):
    parts = Difference()
    for part in (calls[:at], calls[at:]):
        parts.add(added_up(part))
    whole = added_up(calls)

    assert (parts.calls, parts.changed_calls, parts.rules, parts.groups) == (
        whole.calls, whole.changed_calls, whole.rules, whole.groups,
    )  # fmt: skip


@given(calls=CALLS)
def test_the_same_calls_judged_the_same_have_the_same_digest(calls: list[Judged]):
    assert added_up(calls).digest == added_up(calls).digest
