"""A table of calls (CSV or a spreadsheet) that names the audio files."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from engine.intake.made_elsewhere import transcript_of
from engine.intake.offer import Offer, Problem
from engine.intake.sidecar import offer_of

FILE_COLUMN = "file"
TRANSCRIPT_COLUMN = "transcript"
# What people call the columns.
COLUMN_NAMES: dict[str, str] = {
    **dict.fromkeys(
        ("file", "audio", "filename", "recording", "path", "文件", "录音", "录音文件", "文件名"), FILE_COLUMN
    ),
    **dict.fromkeys(("transcript", "转写", "转写文件", "文本"), TRANSCRIPT_COLUMN),
    **dict.fromkeys(("call_id", "callid", "uuid", "uniqueid", "通话编号", "流水号", "录音编号"), "call_id"),
    **dict.fromkeys(("direction", "方向", "呼叫方向"), "direction"),
    **dict.fromkeys(("channel_policy", "channels", "声道"), "channel_policy"),
    **dict.fromkeys(("project", "业务线", "项目"), "project"),
    **dict.fromkeys(("queue", "skill_group", "技能组", "队列"), "queue"),
    **dict.fromkeys(("agent_no", "agent", "工号", "坐席工号"), "agent_no"),
    **dict.fromkeys(("customer_no", "customer", "caller", "客户号码", "主叫"), "customer_no"),
    **dict.fromkeys(("started_at", "start", "start_time", "开始时间"), "started_at"),
    **dict.fromkeys(("ended_at", "end", "end_time", "结束时间"), "ended_at"),
    **dict.fromkeys(("source", "来源"), "source"),
    **dict.fromkeys(("satisfaction", "满意度"), "satisfaction"),
    **dict.fromkeys(("disposition", "处理结果", "小结"), "disposition"),
}
DIRECTION_NAMES = {
    **dict.fromkeys(("in", "inbound", "呼入", "来电"), "inbound"),
    **dict.fromkeys(("out", "outbound", "呼出", "去电", "外呼"), "outbound"),
}


def offers_of_table(table: Path, defaults: Mapping[str, Any]) -> Iterator[Offer | Problem]:
    """One offer per row; paths are relative to the table. Row 1 is the head.

    The file of a row may be a transcript made elsewhere, or a recording with one in a column of its own.
    """
    rows = _rows(table)
    if isinstance(rows, Problem):
        yield rows
        return
    head = [COLUMN_NAMES.get(str(name).strip().lower(), str(name).strip()) for name in next(iter(rows), ())]
    if FILE_COLUMN not in head:
        yield Problem(f"{table.name}:1", "no_file_column", ", ".join(head))
        return
    for number, row in enumerate(rows[1:], start=2):
        values = {name: cell for name, cell in zip(head, row, strict=False) if name and cell not in ("", None)}
        if not values:
            continue
        place = f"{table.name}:{number}"
        name = str(values.pop(FILE_COLUMN, "")).strip()
        path = _inside(table.parent, name)
        if path is None:
            yield Problem(place, "no_such_file", name)
            continue
        words = str(values.pop(TRANSCRIPT_COLUMN, "")).strip()
        transcript = _inside(table.parent, words) if words else transcript_of(path)
        if words and transcript is None:
            yield Problem(place, "no_such_file", words)
            continue
        if "direction" in values:
            spoken = str(values["direction"]).strip().lower()
            values["direction"] = DIRECTION_NAMES.get(spoken, spoken)
        yield offer_of(path, {**defaults, **values}, place, transcript)


def _inside(folder: Path, name: str) -> Path | None:
    """The file *name* below *folder*; None when it is missing or lies outside."""
    if not name:
        return None
    try:
        path = (folder / name).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError):
        # Too long for a file system, or with a character that no name can have.
        return None


def _rows(table: Path) -> list[list[Any]] | Problem:
    if table.suffix.lower() == ".csv":
        text = _text(table.read_bytes())
        if text is None:
            return Problem(table.name, "wrong_encoding", "neither UTF-8 nor GB 18030")
        try:
            return [list(row) for row in csv.reader(io.StringIO(text))]
        except csv.Error as error:
            return Problem(table.name, "invalid_table", str(error))
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(table).get_sheet_by_index(0)
    except (python_calamine.CalamineError, OSError) as error:
        return Problem(table.name, "invalid_table", str(error))
    return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(body: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _cell(cell: Any) -> Any:
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    # Spreadsheets keep every number as a float; an agent number is not 8001.0.
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
