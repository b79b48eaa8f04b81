"""A list of results as a spreadsheet: the columns that the page shows, and no others."""

from flask import Response
from flask_babel import gettext as _

from engine.reading.result_list import ResultLine, ResultList
from review_app.sheet import Cell, sheet
from review_app.words import word


def result_sheet(page: ResultList, *, with_agents: bool = False) -> Response:
    """A row per result; agents only where the page shows them too."""
    head = [
        _("质检单号"),
        _("项目"),
        _("通话时间"),
        _("时长（秒）"),
        _("得分"),
        _("满分"),
        _("扣分项"),
        _("状态"),
        _("下发时间"),
        _("申诉截止"),
    ]
    rows = (_row(line) for line in page.listing.rows)
    if with_agents:
        head = [_("工号"), _("姓名"), *head]
        rows = ([line.agent_no, line.agent, *_row(line)] for line in page.listing.rows)
    return sheet("results", head, rows)


def _row(line: ResultLine) -> list[Cell]:
    return [
        line.id,
        line.project,
        line.started_at,
        round(line.duration_s),
        line.score,
        line.maximum,
        line.failures,
        word(line.state, "state"),
        line.released_at,
        line.appeal_until,
    ]
