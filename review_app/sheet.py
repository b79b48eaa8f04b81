"""Lists as spreadsheets. Texts stay texts: nothing that somebody typed becomes a formula or a link."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from flask import Response
from xlsxwriter import Workbook

from engine.steps.export import exported
from review_app.context import actor, services

Cell = str | float | int | datetime | None

# What XML cannot hold; a comment pasted from elsewhere may carry it.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# No author, no moment: the file says nothing that the list does not say.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """*rows* under *head*, to be saved as `name.xlsx`; that it was taken is written into the audit chain."""
    out = BytesIO()
    zone = ZoneInfo(services().settings.web.timezone)
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    page = book.add_worksheet("1")
    number = 0
    for column, title in enumerate(head):
        page.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                page.write_datetime(number, column, value.astimezone(zone).replace(tzinfo=None), moment)
            elif isinstance(value, str):
                page.write_string(number, column, _UNPRINTABLE.sub("", value))
            elif value is not None:
                page.write_number(number, column, value)
    page.freeze_panes(1, 0)
    page.autofit()
    book.close()
    exported(name, number, actor=actor(), services=services())
    response = Response(out.getvalue(), content_type=_KIND)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
