"""How the installation is."""

from flask import render_template

from engine.access import Permission
from engine.reading.health import health_page
from review_app.access import requires
from review_app.context import actor, services


@requires(Permission.HEALTH_READ)
def health() -> str:
    """Queue, workers, checks."""
    return render_template("admin/health.html", page=health_page(actor=actor(), services=services()))
