"""What waits for the inspector, and what they have done."""

from flask import render_template, url_for

from engine.access import Permission
from engine.reading.inspector_queue import QueueView, Shelf, queue_page
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wish

FILTERS = ("reason", "project", "started")


@requires(Permission.CASE_REVIEW)
def queue() -> str:
    return render_template("inspector/queue.html", view=_list(Shelf.PENDING), rows_url=url_for(".queue_rows"))


@requires(Permission.CASE_REVIEW)
def queue_rows() -> str:
    """The list alone, for a page that keeps itself fresh."""
    return render_template("inspector/rows.html", view=_list(Shelf.PENDING))


@requires(Permission.CASE_REVIEW)
def done() -> str:
    return render_template("inspector/queue.html", view=_list(Shelf.DONE), rows_url=url_for(".done_rows"))


@requires(Permission.CASE_REVIEW)
def done_rows() -> str:
    return render_template("inspector/rows.html", view=_list(Shelf.DONE))


def _list(shelf: Shelf) -> QueueView:
    return queue_page(shelf, wish(*FILTERS), actor=actor(), services=services())
