"""What people hand in: recordings with sidecars, tables in every encoding, and all that can be wrong with them."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engine.intake import sidecar
from engine.intake.offer import Offer, Problem
from engine.intake.scan import scan
from models.tables.recordings import ChannelPolicy, Direction

HEAD = "文件,工号,客户号码,呼叫方向,业务线,开始时间,满意度"
ROW = "a.wav,8001,13812345678,呼入,宽带业务,2026-03-10 09:30:00,5"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "a.wav").write_bytes(b"RIFF")
    return tmp_path / "calls"


def found(path: Path, **defaults: Any) -> list[Offer | Problem]:
    return list(scan([path], defaults))


def only(path: Path, kind: type[Any] = Offer, **defaults: Any) -> Any:
    (one,) = found(path, **defaults)
    assert isinstance(one, kind), one
    return one


def sidecar_says(folder: Path, text: str | bytes, name: str = "a.json") -> None:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


# Sidecars


@pytest.mark.parametrize("name", ["a.json", "a.wav.json"])
def test_a_recording_takes_what_its_sidecar_says(folder: Path, name: str):
    told = {"call_id": "C1", "direction": "outbound", "agent_no": 8001, "ticket": "T9", "details": {"ivr": "2"}}
    sidecar_says(folder, json.dumps(told), name)

    about = only(folder).about

    assert (about.call_id, about.direction, about.agent_no) == ("C1", Direction.OUTBOUND, "8001")
    assert about.details == {"ivr": "2", "ticket": "T9"}


def test_without_a_sidecar_the_defaults_count_and_a_sidecar_overrides_them(folder: Path):
    assert only(folder, project="宽带业务", source="pbx").about.project == "宽带业务"

    sidecar_says(folder, '{"project": "信用卡"}')

    about = only(folder, project="宽带业务", source="pbx").about
    assert (about.project, about.source) == ("信用卡", "pbx")


def test_a_mark_at_the_beginning_of_the_file_is_no_error(folder: Path):
    sidecar_says(folder, b"\xef\xbb\xbf" + '{"project": "信用卡"}'.encode())

    assert only(folder).about.project == "信用卡"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1, 2]",
        '"text"',
        b"\xff\xfe{",
        "[" * 100_000,
        '{"details": {"x": NaN}}',
        '{"satisfaction": Infinity}',
        '{"ticket": "\\u0000"}',
        '{"ticket": "\\ud800"}',
        '{"details": {"deep": {"er": ["\\udfff"]}}}',
        '{"call_id": "a\\u0000b"}',
        '{"project": "\\ud800"}',
    ],
    ids=str,
)
def test_a_sidecar_that_cannot_be_kept_is_a_problem_with_its_name(folder: Path, text: str | bytes):
    sidecar_says(folder, text)

    problem = only(folder, Problem)

    assert problem.place == "a.json"
    assert problem.code in {"invalid_json", "invalid_value"}


def test_a_sidecar_is_not_read_when_it_is_too_large(folder: Path):
    sidecar_says(folder, b" " * (sidecar.MOST_BYTES + 1))

    assert only(folder, Problem).code == "too_large"


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"direction": "sideways"}, "direction"),
        ({"channel_policy": "best"}, "channel_policy"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"call_id": "x" * 121}, "call_id"),
        ({"source": ""}, "source"),
        ({"details": [1]}, "details"),
    ],
)
def test_a_value_that_cannot_be_is_named(folder: Path, told: dict[str, Any], where: str):
    sidecar_says(folder, json.dumps(told))

    problem = only(folder, Problem)

    assert (problem.place, problem.code) == ("a.json", "invalid_value")
    assert problem.detail.startswith(where)


def test_a_backslash_is_a_letter_like_others(folder: Path):
    sidecar_says(folder, json.dumps({"ticket": "\\u0000", "路径": "C:\\u0000"}))

    assert only(folder).about.details["ticket"] == "\\u0000"


def test_an_empty_field_is_no_field(folder: Path):
    sidecar_says(folder, '{"call_id": "", "agent_no": null, "channel_policy": "mono_diarize"}')

    about = only(folder).about

    assert (about.call_id, about.agent_no, about.channel_policy) == (None, None, ChannelPolicy.MONO_DIARIZE)


# Tables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_csv_is_read_in_the_encodings_that_people_use(folder: Path, encoding: str):
    (folder / "话单.csv").write_bytes(f"{HEAD}\r\n{ROW}\r\n".encode(encoding))

    about = only(folder).about

    assert (about.agent_no, about.customer_no, about.direction) == ("8001", "13812345678", Direction.INBOUND)
    assert (about.project, about.started_at) == ("宽带业务", datetime(2026, 3, 10, 9, 30))
    assert about.details == {"satisfaction": "5"}


def test_an_encoding_nobody_uses_is_named(folder: Path):
    (folder / "calls.csv").write_bytes(b"file\n\xff\xff\xff\n")

    assert {one.code for one in found(folder) if isinstance(one, Problem)} == {"wrong_encoding"}


def test_a_table_without_a_column_of_files_says_what_it_has(folder: Path):
    (folder / "calls.csv").write_text("编号,工号\n1,8001\n")

    (problem,) = (one for one in found(folder) if isinstance(one, Problem))

    assert (problem.place, problem.code) == ("calls.csv:1", "no_file_column")
    assert "编号" in problem.detail


def test_an_empty_table_is_a_problem_and_not_a_crash(folder: Path):
    (folder / "calls.csv").write_text("")

    assert [one.code for one in found(folder / "calls.csv")] == ["no_file_column"]


@pytest.mark.parametrize(
    "name", ["b.wav", "", "../outside.wav", "/etc/passwd", "link.wav", ".", "x" * 5000, "a\x00.wav", "~/a.wav"]
)
def test_a_file_that_is_missing_or_lies_outside_is_a_problem_of_its_row(folder: Path, name: str):
    outside = folder.parent / "outside.wav"
    outside.write_bytes(b"secret")
    (folder / "link.wav").symlink_to(outside)
    (folder / "calls.csv").write_text(f'file,project\n"{name}",宽带\na.wav,信用卡\n')

    first, second = found(folder / "calls.csv")

    assert (first.place, first.code) == ("calls.csv:2", "no_such_file")
    assert second.path.name == "a.wav"


def test_a_file_that_a_table_tells_of_is_offered_once(folder: Path):
    (folder / "calls.csv").write_text(f"{HEAD}\n{ROW}\n")
    sidecar_says(folder, '{"project": "别的"}')

    assert only(folder).about.project == "宽带业务"


def test_an_unknown_column_is_a_free_field_and_an_empty_row_is_nothing(folder: Path):
    (folder / "calls.csv").write_text("file,渠道,客户级别\n,,\na.wav,电话,\n\n")

    assert only(folder / "calls.csv").about.details == {"渠道": "电话"}


def test_rows_of_uneven_length_are_read_as_far_as_they_go(folder: Path):
    (folder / "calls.csv").write_text("file,project,queue\na.wav\na.wav,宽带,报障,多余\n")

    short, long = found(folder / "calls.csv")

    assert (short.about.project, long.about.queue) == (None, "报障")


def workbook(path: Path, fill: Callable[[xlsxwriter.Workbook, Any], None]) -> None:
    book = xlsxwriter.Workbook(str(path))
    fill(book, book.add_worksheet())
    book.close()


def test_a_spreadsheet_is_read_as_people_see_it(folder: Path):
    def fill(book: xlsxwriter.Workbook, sheet: Any) -> None:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(0, 0, ["录音文件", "工号", "主叫", "方向", "开始时间", "满意度"])
        sheet.write_row(1, 0, ["a.wav", 8001, 13812345678, "去电"])
        sheet.write_datetime(1, 4, datetime(2026, 3, 10, 9, 30), moment)
        sheet.write_number(1, 5, 4.5)

    workbook(folder / "calls.xlsx", fill)

    about = only(folder).about

    assert (about.agent_no, about.customer_no, about.direction) == ("8001", "13812345678", Direction.OUTBOUND)
    assert about.started_at == datetime(2026, 3, 10, 9, 30)
    assert about.details == {"satisfaction": 4.5}


def test_times_and_durations_of_a_spreadsheet_can_be_kept(folder: Path):
    def fill(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, ["file", "振铃", "时长", "日期", "有效"])
        sheet.write(1, 0, "a.wav")
        sheet.write_datetime(1, 1, time(9, 30), book.add_format({"num_format": "hh:mm:ss"}))
        sheet.write_datetime(1, 2, timedelta(hours=26), book.add_format({"num_format": "[hh]:mm:ss"}))
        sheet.write_datetime(1, 3, date(2026, 3, 10), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(1, 4, True)

    workbook(folder / "calls.xlsx", fill)

    details = only(folder).about.details

    assert json.loads(json.dumps(details)) == details
    assert set(details) == {"振铃", "时长", "日期", "有效"}


def test_a_formula_is_what_it_came_out_as_and_never_run(folder: Path):
    def fill(_book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, ["file", "project"])
        sheet.write(1, 0, "a.wav")
        sheet.write_formula(1, 1, '=HYPERLINK("http://example.com","x")', None, "宽带")

    workbook(folder / "calls.xlsx", fill)

    assert only(folder).about.project == "宽带"


def test_a_spreadsheet_without_a_row_is_a_problem_and_not_a_crash(folder: Path):
    workbook(folder / "calls.xlsx", lambda _book, _sheet: None)

    assert [one.code for one in found(folder / "calls.xlsx")] == ["no_file_column"]


@pytest.mark.parametrize(
    "body", [b"", b"PK\x03\x04 not a workbook", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64]
)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_what_only_calls_itself_a_spreadsheet_is_a_problem(folder: Path, suffix: str, body: bytes):
    (folder / f"calls{suffix}").write_bytes(body)

    assert [one.code for one in found(folder / f"calls{suffix}")] == ["invalid_table"]


# Folders


def test_a_folder_is_read_in_a_stable_order_with_what_lies_deeper(folder: Path):
    (folder / "deep").mkdir()
    for name in ("c.MP3", "b.opus", ".hidden.wav", "notes.txt", "deep/d.flac"):
        (folder / name).write_bytes(b"x")

    assert [one.path.name for one in found(folder) if isinstance(one, Offer)] == ["a.wav", "b.opus", "c.MP3", "d.flac"]


def test_what_is_named_outright_is_taken_whatever_it_is_called(folder: Path):
    (folder / "call.voice").write_bytes(b"x")

    assert only(folder / "call.voice").path.name == "call.voice"
    assert only(folder / "gone.wav", Problem).code == "no_such_file"
    sidecar_says(folder, "{}")
    assert only(folder / "a.json", Problem).code == "broken_transcript"


def test_a_problem_reads_as_a_line():
    assert str(Problem("a.csv:3", "no_such_file", "b.wav")) == "a.csv:3: no_such_file (b.wav)"
    assert str(Problem("a.csv", "too_large")) == "a.csv: too_large"
