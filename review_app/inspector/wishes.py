"""How somebody likes the review page."""

from flask import Response, jsonify, request

from engine.steps.prefer import prefer
from review_app.access import signed_in
from review_app.context import actor, services
from review_app.inspector.preference_form import read_changes


@signed_in
def keep() -> Response:
    """Keep some wishes, leave the others as they are."""
    kept = prefer(read_changes(request.form), actor=actor(), services=services())
    return jsonify(kept.model_dump(mode="json"))
