"""Whether this process lives, and whether it can serve. For machines; says nothing about anybody."""

from flask import Blueprint, Response, jsonify

from engine.reading.readiness import readiness
from review_app.access import public
from review_app.context import services

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@public
def alive() -> Response:
    """Answers while the process lives."""
    return jsonify(status="ok")


@pages.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """503 until database, queue and workers answer."""
    checks = readiness(services())
    return jsonify({check.name: "ok" if check.ok else "not ready" for check in checks}), (
        200 if all(check.ok for check in checks) else 503
    )
