"""The list of recordings as a spreadsheet."""

from flask import Response
from flask_babel import gettext as _

from engine.reading.recording_list import RecordingList
from review_app.sheet import sheet
from review_app.words import word


def recording_sheet(page: RecordingList) -> Response:
    """The columns that the page shows."""
    head = [
        _("通话号"),
        _("来源"),
        _("项目"),
        _("方向"),
        _("通话时间"),
        _("时长(秒)"),
        _("进度"),
        _("失败原因"),
        _("收到时间"),
    ]
    rows = (
        [
            line.call_id,
            line.source,
            line.project,
            word(line.direction, "direction"),
            line.started_at,
            round(line.duration_s) if line.duration_s is not None else None,
            word(line.progress, "progress"),
            word(line.failure_code, "failure") if line.failure_code else None,
            line.received_at,
        ]
        for line in page.listing.rows
    )
    return sheet("recordings", head, rows)
