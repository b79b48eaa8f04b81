"""The review form, with and without scripts."""

import pytest
from werkzeug.datastructures import MultiDict

from engine.errors import Invalid
from models.tables.cases import Held, MarkKind
from review_app.inspector.draft_form import read_corrections, read_draft, read_version, seconds


def form(*fields: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(fields)


def test_an_untouched_form_is_an_empty_draft() -> None:
    draft = read_draft(form(("comment.GREET-01", ""), ("spans.GREET-01", ""), ("comment", ""), ("remarks", "")))

    assert draft.verdicts == {}
    assert draft.adjustment is None


def test_a_verdict_keeps_its_reason_and_its_places() -> None:
    draft = read_draft(
        form(
            ("held.GREET-01", "fail"),
            ("comment.GREET-01", " 没有问候 "),
            ("spans.GREET-01", '[{"start_s": 1.0, "end_s": 2.5, "quote": "喂", "utterances": [1]}]'),
        )
    )

    verdict = draft.verdicts["GREET-01"]
    assert (verdict.held, verdict.comment) == (Held.FAIL, "没有问候")
    assert verdict.spans[0].quote == "喂"


def test_points_of_a_failed_question_are_taken_off() -> None:
    assert read_draft(form(("held.warmth", "fail"), ("lost.warmth", "1.5"))).verdicts["warmth"].points == -1.5


def test_points_beside_a_pass_mean_nothing() -> None:
    assert read_draft(form(("held.warmth", "pass"), ("lost.warmth", "1.5"))).verdicts["warmth"].points is None


def test_an_adjustment_reads_a_true_minus_sign() -> None:
    draft = read_draft(form(("adjustment_points", "−2"), ("adjustment_reason", "客户系统故障")))

    assert draft.adjustment is not None
    assert (draft.adjustment.points, draft.adjustment.reason) == (-2.0, "客户系统故障")


def test_marks_and_the_case_library() -> None:
    marks = read_draft(form(("marks", "positive"), ("marks", "complaint_risk"))).marks

    assert marks == [MarkKind.POSITIVE, MarkKind.COMPLAINT_RISK]


def test_a_missed_finding_typed_by_hand() -> None:
    draft = read_draft(
        form(("missed_rule", "RUDE-01"), ("missed_from", "02:11"), ("missed_to", "02:15"), ("missed_comment", "讽刺"))
    )

    verdict = draft.verdicts["RUDE-01"]
    assert (verdict.held, verdict.comment) == (Held.FAIL, "讽刺")
    assert (verdict.spans[0].start_s, verdict.spans[0].end_s) == (131.0, 135.0)


def test_a_remark_typed_by_hand_joins_those_of_the_script() -> None:
    remarks = read_draft(
        form(("remarks", '[{"at_s": 3.0, "text": "甲"}]'), ("remark_at", "00:09"), ("remark_text", "乙"))
    ).remarks

    assert [(one.at_s, one.text) for one in remarks] == [(3.0, "甲"), (9.0, "乙")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("held.GREET-01", "perhaps"),
        ("lost.warmth", "a lot"),
        ("spans.GREET-01", "not json"),
        ("spans.GREET-01", '{"a": 1}'),
        ("remarks", "[1]"),
        ("marks", "famous"),
        ("adjustment_points", "nan"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, value: str) -> None:
    with pytest.raises(Invalid):
        read_draft(form((name, value)))


@pytest.mark.parametrize(("text", "expected"), [("02:11", 131.0), ("1:02:11", 3731.0), ("7.5", 7.5), ("soon", None)])
def test_a_place_in_the_call(text: str, expected: float | None) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize(("header", "expected"), [('"7"', 7), ('W/"7"', 7), ("7", 7)])
def test_the_version_of_a_draft_is_an_etag(header: str, expected: int) -> None:
    assert read_version(header, form()) == expected


def test_without_a_header_the_form_says_its_version() -> None:
    assert read_version(None, form(("version", "3"))) == 3


def test_a_draft_without_a_version_is_refused() -> None:
    with pytest.raises(Invalid):
        read_version(None, form())


def test_a_correction_names_only_what_changes() -> None:
    assert read_corrections(form(("held.A", "pass"), ("held.B", ""), ("reason", "笔误"))) == {"A": Held.PASS}
