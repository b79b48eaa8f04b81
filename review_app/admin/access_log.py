"""Who heard, opened or took out what."""

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.access_log import AccessLine
from engine.reading.access_log import access_log as access_log_of
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wants_sheet, wish
from review_app.sheet import Cell, sheet
from review_app.words import word


@requires(Permission.AUDIT_READ)
def access_log() -> str | Response:
    """The log, as a page or as a spreadsheet, whose taking is a line of it too."""
    asked = wish("kind", "from", "to", size=50, whole=wants_sheet())
    listing = access_log_of(asked, actor=actor(), services=services())
    if wants_sheet():
        return sheet("access-log", _head(), (_cells(line) for line in listing.rows))
    return render_template("admin/access_log.html", listing=listing)


def _cells(line: AccessLine) -> list[Cell]:
    return [
        line.at,
        line.login,
        line.name,
        word(line.acting_as, "role"),
        word(line.kind, "access"),
        line.what,
        line.start_s,
        line.streamed_s,
        line.rows,
    ]


def _head() -> list[str]:
    return [
        _("时间"),
        _("账号"),
        _("姓名"),
        _("角色"),
        _("做了什么"),
        _("通话或列表"),
        _("起点（秒）"),
        _("听了（秒）"),
        _("行数"),
    ]
