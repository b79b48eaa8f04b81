"""The inspector's pages: what waits, the review, and what became of it."""

from flask import Blueprint

from review_app.inspector import lists, review, wishes
from review_app.inspector.facts import as_json, clock_of

pages = Blueprint("inspector", __name__, url_prefix="/inspector")

pages.add_url_rule("/queue", "queue", lists.queue)
pages.add_url_rule("/queue/rows", "queue_rows", lists.queue_rows)
pages.add_url_rule("/done", "done", lists.done)
pages.add_url_rule("/done/rows", "done_rows", lists.done_rows)
pages.add_url_rule("/next", "next", review.next_one, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>", "review", review.review)
pages.add_url_rule("/reviews/<assignment_id>/open", "open", review.open_one, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>/draft", "save", review.save, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>/confirm", "confirm", review.confirm, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>/beat", "beat", review.beat, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>/skip", "skip", review.skip, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>/swap", "swap", review.swap, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>/recuse", "recuse", review.recuse, methods=["POST"])
pages.add_url_rule("/reviews/<assignment_id>/correct", "correct", review.ask_correction, methods=["POST"])
pages.add_url_rule("/preferences", "preferences", wishes.keep, methods=["POST"])

pages.add_app_template_filter(as_json)
pages.add_app_template_filter(clock_of, "time_of_day")
