"""The audit chain: read it, prove it."""

from flask import Response, render_template
from flask_babel import gettext as _

from engine.access import Permission
from engine.reading.audit_list import audit_page, verify_page
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wants_sheet, wish
from review_app.sheet import sheet
from review_app.words import word


@requires(Permission.AUDIT_READ)
def audit() -> str | Response:
    """The chain, newest first, as a page or as a spreadsheet."""
    listing = audit_page(wish(size=50, whole=wants_sheet()), actor=actor(), services=services())
    if wants_sheet():
        head = [_("行号"), _("时间"), _("谁"), _("角色"), _("动作"), _("对象"), _("理由"), _("指纹")]
        rows = (
            [one.number, one.at, one.who, word(one.acting_as, "role"), one.action, one.subject, one.why, one.sha256]
            for one in listing.rows
        )
        return sheet("audit", head, rows)
    return render_template("admin/audit.html", listing=listing, verdict=None)


@requires(Permission.AUDIT_READ)
def verify() -> str:
    """The chain with the answer to whether it holds."""
    verdict = verify_page(actor=actor(), services=services())
    listing = audit_page(wish(size=50), actor=actor(), services=services())
    return render_template("admin/audit.html", listing=listing, verdict=verdict)
