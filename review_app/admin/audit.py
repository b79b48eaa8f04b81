"""The audit chain: read it, prove it."""

from flask import render_template

from engine.access import Permission
from engine.reading.audit_list import audit_page, verify_page
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wish


@requires(Permission.AUDIT_READ)
def audit() -> str:
    """The chain, newest first."""
    listing = audit_page(wish(size=50), actor=actor(), services=services())
    return render_template("admin/audit.html", listing=listing, verdict=None)


@requires(Permission.AUDIT_READ)
def verify() -> str:
    """The chain with the answer to whether it holds."""
    verdict = verify_page(actor=actor(), services=services())
    listing = audit_page(wish(size=50), actor=actor(), services=services())
    return render_template("admin/audit.html", listing=listing, verdict=verdict)
