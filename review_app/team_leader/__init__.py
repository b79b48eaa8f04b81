"""What a team leader sees of their own team, and does for it."""

from flask import Blueprint

from review_app.team_leader import opinions, results, team

pages = Blueprint("team_leader", __name__, url_prefix="/team")

pages.add_url_rule("/", "team", team.team)
pages.add_url_rule("/results", "results", results.results)
pages.add_url_rule("/results/<case_id>", "result", results.result)
pages.add_url_rule("/results/<case_id>/appeal", "appeal", results.appeal, methods=["POST"])
pages.add_url_rule("/results/<case_id>/appeals/<appeal_id>/withdraw", "withdraw", results.withdraw, methods=["POST"])
pages.add_url_rule("/results/<case_id>/questions/<question_id>/answer", "answer", results.answer, methods=["POST"])
pages.add_url_rule("/opinions", "opinions", opinions.opinions)
pages.add_url_rule("/opinions/<appeal_id>", "opinion", opinions.opinion, methods=["GET", "POST"])
