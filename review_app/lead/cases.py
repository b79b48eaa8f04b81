"""Finding cases."""

from flask import Response, render_template
from flask_babel import gettext as _

from engine.access import Permission
from engine.reading.case_list import FILTERS, CaseList, cases_page
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wants_sheet, wish
from review_app.sheet import sheet
from review_app.words import word


@requires(Permission.CASE_LEAD_READ)
def cases() -> str | Response:
    """The list, or the same list as a spreadsheet."""
    page = cases_page(wish(*FILTERS, whole=wants_sheet()), actor=actor(), services=services())
    return _sheet(page) if wants_sheet() else render_template("lead/cases.html", page=page)


def _sheet(page: CaseList) -> Response:
    head = [
        _("质检单号"),
        _("项目"),
        _("时长（秒）"),
        _("机评分"),
        _("复核分"),
        _("终审分"),
        _("满分"),
        _("状态"),
        _("质检员"),
    ]
    rows = (
        [
            line.id,
            line.project,
            round(line.duration_s),
            line.preliminary,
            line.reviewed,
            line.final,
            line.maximum,
            word(line.state, "state"),
            line.inspector,
        ]
        for line in page.listing.rows
    )
    return sheet("cases", head, rows)
