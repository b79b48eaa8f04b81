"""A transcript as inspectors read it."""

from engine.blind import MASK, Roster
from engine.reading.transcript_view import Segment, silences, utterance_views
from rules.transcript_file import transcript_json
from tests.support.calls import call

GREETING = transcript_json(call("A 0.0-3.0 您好,8001号王小明为您服务\nC 4.0-5.0 你好"))


def evidence(utterance: int, chars: tuple[int, int] | None, *, window: bool = False) -> dict[str, object]:
    return {"utterances": [utterance], "chars": chars, "window": window}


def test_a_quote_is_marked_where_it_was_said() -> None:
    first, _ = utterance_views(GREETING, {"GREET-01": [evidence(1, (0, 2))]})

    assert first.segments[0] == Segment("您好", findings=("GREET-01",))
    assert first.findings == ("GREET-01",)


def test_a_searched_window_marks_no_sentence() -> None:
    first, second = utterance_views(GREETING, {"CLOSE-01": [evidence(1, None, window=True)]})

    assert first.findings == second.findings == ()


def test_the_agent_is_hidden_by_name_and_by_number() -> None:
    first, _ = utterance_views(GREETING, {}, Roster(["王小明", "8001"]))

    assert first.text == f"您好,{MASK}号{MASK}为您服务"
    assert [segment.text for segment in first.segments if segment.masked] == [MASK, MASK]


def test_a_mark_that_ends_inside_a_hidden_name_shows_nothing_of_it() -> None:
    first, _ = utterance_views(GREETING, {"R": [evidence(1, (0, 9))]}, Roster(["王小明"]))

    assert "王" not in first.text
    assert "小明" not in first.text


def test_words_the_recogniser_was_not_sure_of_are_doubtful() -> None:
    body = transcript_json(call("A 0.0-2.0 年化率", confidence=0.9))
    body["utterances"][0]["words"][1]["prob"] = 0.2

    (only,) = utterance_views(body, {})

    assert [segment.text for segment in only.segments if segment.doubtful] == ["化"]


def test_short_pauses_are_no_silence() -> None:
    body = transcript_json(call("A 0.0-1.0 好\nC 1.5-2.0 好\nA 9.0-10.0 好"))

    assert [(one.start_s, one.end_s) for one in silences(body)] == [(2.0, 9.0)]
