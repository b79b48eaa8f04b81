"""One review: opened, saved again and again, submitted, or handed back."""

from typing import Any

from flask import Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.access import Permission
from engine.errors import Invalid
from engine.reading.inspector_queue import next_assignment
from engine.reading.review import draft_score, review_page
from engine.reading.review_history import review_history
from engine.steps import correct
from engine.steps import review as step
from engine.steps.assign import recuse as recuse_step
from engine.steps.swap import swap_of_assignment
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.inspector.draft_form import read_corrections, read_draft, read_version
from review_app.inspector.facts import clock_of, facts, score_facts
from review_app.inspector.keymap import keymap
from review_app.languages import language


@requires(Permission.CASE_REVIEW)
def review(assignment_id: str) -> str:
    """The desk itself; before it is opened, only a question whether to."""
    view = review_page(assignment_id, actor=actor(), services=services())
    if not view.was_opened:
        return render_template("inspector/unopened.html", view=view)
    history = None if view.is_open else review_history(assignment_id, actor=actor(), services=services())
    bindings = keymap(view.preferences.keys, language())
    return render_template(
        "inspector/review.html", view=view, history=history, bindings=bindings, facts=facts(view, bindings)
    )


@requires(Permission.CASE_REVIEW)
def open_one(assignment_id: str) -> AnyResponse:
    """Take the case in hand, which is remembered."""
    step.open_review(assignment_id, actor=actor(), services=services())
    return redirect(url_for(".review", assignment_id=assignment_id), code=303)


@requires(Permission.CASE_REVIEW)
def next_one() -> AnyResponse:
    """Open the review that comes next."""
    return _go_on(None, done_code="")


@requires(Permission.CASE_REVIEW)
def save(assignment_id: str) -> AnyResponse:
    """Keep the draft; scripts get its new version and the score it gives."""
    draft = read_draft(request.form)
    version, saved_at = step.save_draft(assignment_id, draft, _version(), actor=actor(), services=services())
    if not _asks_for_json():
        return done("saved", "inspector.review", assignment_id=assignment_id)
    score = draft_score(assignment_id, draft, actor=actor(), services=services())
    response = jsonify(version=version, saved_at=clock_of(saved_at), score=score_facts(score))
    response.headers["ETag"] = f'"{version}"'
    return response


@requires(Permission.CASE_REVIEW)
def confirm(assignment_id: str) -> AnyResponse:
    """Submit, and go on to the next one."""
    draft, version = read_draft(request.form), _version()
    if not _asks_for_json():
        # Without scripts nothing was saved on the way; a refusal must not cost what was filled in.
        version, _saved_at = step.save_draft(assignment_id, draft, version, actor=actor(), services=services())
    step.confirm(assignment_id, draft, version, actor=actor(), services=services())
    return _go_on(assignment_id, done_code="submitted")


@requires(Permission.CASE_REVIEW)
def beat(assignment_id: str) -> Response:
    """Count seconds really worked."""
    active_s = request.form.get("active_s", type=float)
    if active_s is None:
        raise Invalid("active_s", "not_a_number")
    total_s = step.beat(assignment_id, active_s, actor=actor(), services=services())
    return jsonify(active_s=total_s)


@requires(Permission.CASE_REVIEW)
def skip(assignment_id: str) -> AnyResponse:
    """Hand the call back with a reason, and go on to the next one."""
    reason = ": ".join(part for name in ("reason", "note") if (part := request.form.get(name, "").strip()))
    step.skip(assignment_id, reason[:400], actor=actor(), services=services())
    return _go_on(assignment_id, done_code="skipped")


@requires(Permission.CASE_REVIEW)
def recuse(assignment_id: str) -> AnyResponse:
    """Step back from a conflict: the call goes to somebody else, and the two never meet again."""
    recuse_step(assignment_id, request.form.get("reason", "").strip()[:400], actor=actor(), services=services())
    return _go_on(assignment_id, done_code="recused")


@requires(Permission.CASE_SWAP_SIDES)
def swap(assignment_id: str) -> AnyResponse:
    """Exchange agent and customer, and judge again; what was written stays."""
    swap_of_assignment(assignment_id, actor=actor(), services=services())
    return done("swapped", "inspector.review", assignment_id=assignment_id)


@requires(Permission.CORRECTION_ASK)
def ask_correction(assignment_id: str) -> AnyResponse:
    """Ask the QC lead to mend a clerical error in a released result."""
    reason = request.form.get("reason", "")
    correct.ask(assignment_id, read_corrections(request.form), reason, actor=actor(), services=services())
    return done("asked", "inspector.review", assignment_id=assignment_id)


def _go_on(after: str | None, *, done_code: str) -> AnyResponse:
    """To the next review, opened; to the list when nothing is left."""
    following = next_assignment(after=after, actor=actor(), services=services())
    said: dict[str, Any] = {"done": done_code} if done_code else {}
    if following is None:
        url = url_for(".queue", **said)
    else:
        step.open_review(following, actor=actor(), services=services())
        url = url_for(".review", assignment_id=following, **said)
    return jsonify(next=url) if _asks_for_json() else redirect(url, code=303)


def _version() -> int:
    return read_version(request.headers.get("If-Match"), request.form)


def _asks_for_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
