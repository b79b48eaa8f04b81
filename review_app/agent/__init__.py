"""What an agent does with their own results: read, acknowledge, appeal, take back, print."""

from flask import Blueprint

from review_app.agent import appeals, respond, results, statement

pages = Blueprint("agent", __name__, url_prefix="/agent")

pages.add_url_rule("/results", "results", results.results)
pages.add_url_rule("/results/<case_id>", "result", results.result)
pages.add_url_rule("/results/<case_id>/acknowledge", "acknowledge", respond.acknowledge, methods=["POST"])
pages.add_url_rule("/results/<case_id>/appeal", "appeal", respond.appeal, methods=["POST"])
pages.add_url_rule("/results/<case_id>/appeals/<appeal_id>/withdraw", "withdraw", respond.withdraw, methods=["POST"])
pages.add_url_rule("/results/<case_id>/questions/<question_id>/answer", "answer", respond.answer, methods=["POST"])
pages.add_url_rule("/appeals", "appeals", appeals.appeals)
pages.add_url_rule("/statement", "statement", statement.statement)
