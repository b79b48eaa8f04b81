"""What waits for the inspector, and what they have done."""

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from engine.access import Permission
from engine.reading.inspector_queue import QueueRow, QueueView, Shelf, queue_page
from review_app.access import requires
from review_app.context import actor, services
from review_app.languages import localised
from review_app.listing import wants_sheet, wish
from review_app.sheet import Cell, sheet
from review_app.words import word

FILTERS = ("reason", "project", "started")


@requires(Permission.CASE_REVIEW)
def queue() -> str | Response:
    """What waits, as a page or as a spreadsheet."""
    view = _list(Shelf.PENDING)
    if wants_sheet():
        return _sheet(view)
    return render_template("inspector/queue.html", view=view, rows_url=url_for(".queue_rows"))


@requires(Permission.CASE_REVIEW)
def queue_rows() -> str:
    """The list alone, for a page that keeps itself fresh."""
    return render_template("inspector/rows.html", view=_list(Shelf.PENDING))


@requires(Permission.CASE_REVIEW)
def done() -> str | Response:
    """What was submitted, as a page or as a spreadsheet."""
    view = _list(Shelf.DONE)
    if wants_sheet():
        return _sheet(view)
    return render_template("inspector/queue.html", view=view, rows_url=url_for(".done_rows"))


@requires(Permission.CASE_REVIEW)
def done_rows() -> str:
    """The list alone, for a page that keeps itself fresh."""
    return render_template("inspector/rows.html", view=_list(Shelf.DONE))


def _list(shelf: Shelf) -> QueueView:
    return queue_page(shelf, wish(*FILTERS, whole=wants_sheet()), actor=actor(), services=services())


def _sheet(view: QueueView) -> Response:
    """The columns that the page shows, and no others."""
    head = [
        _("单号"),
        _("项目"),
        _("时长（秒）"),
        _("通话周"),
        _("为何在此"),
        _("得分"),
        _("满分"),
        _("最重命中"),
        _("完成于"),
    ]
    return sheet(view.shelf.value, head, (_cells(row) for row in view.listing.rows))


def _cells(row: QueueRow) -> list[Cell]:
    return [
        row.id,
        row.project,
        round(row.duration_s),
        row.week,
        " ".join(word(reason, "route_reason") for reason in row.reasons),
        row.score,
        row.maximum,
        localised(row.worst.title) if row.worst else "",
        row.closed_at,
    ]
