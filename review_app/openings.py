"""Every page of a case that somebody opens goes into the audit chain, whichever page it is and whoever wrote it."""

from flask import Flask, Response, request

from engine.steps.look import Known, looked
from review_app.context import actor, services, session_now


def install(app: Flask) -> None:
    """Note every opened page of *app* that has the id of a case in its address."""
    app.after_request(_note)


def _note(response: Response) -> Response:
    # Sound notes itself, in seconds; a part that refreshes inside an open page is no new opening.
    is_page = request.method == "GET" and response.status_code == 200 and response.mimetype == "text/html"
    if not is_page or request.headers.get("HX-Request") or session_now() is None:
        return response
    for known in Known:
        if public_id := (request.view_args or {}).get(known.value):
            looked(known, str(public_id), str(request.endpoint), actor=actor(), services=services())
            break
    return response
