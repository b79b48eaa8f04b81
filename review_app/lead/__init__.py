"""The QC lead's desk: decisions, approvals, and moving cases."""

from flask import Blueprint

from review_app.lead import approvals, case, cases, conflicts, deadlines, decisions, inspectors, questions

pages = Blueprint("lead", __name__, url_prefix="/lead")

pages.add_url_rule("/decisions", "decisions", decisions.decisions)
pages.add_url_rule("/decisions/<appeal_id>", "decision", decisions.decision, methods=["GET", "POST"])
pages.add_url_rule("/decisions/<appeal_id>/preview", "preview", decisions.preview, methods=["POST"])
pages.add_url_rule("/approvals", "approvals", approvals.approvals)
pages.add_url_rule("/approvals/<approval_id>", "approval", approvals.approval)
pages.add_url_rule("/approvals/<approval_id>/grant", "grant", approvals.grant, methods=["POST"])
pages.add_url_rule("/approvals/<approval_id>/refuse", "refuse", approvals.refuse, methods=["POST"])
pages.add_url_rule("/cases", "cases", cases.cases)
pages.add_url_rule("/cases/<case_id>", "case", case.case)
pages.add_url_rule("/cases/<case_id>/release", "release", case.release, methods=["POST"])
pages.add_url_rule("/cases/<case_id>/recall", "recall", case.recall, methods=["POST"])
pages.add_url_rule("/cases/<case_id>/reassign", "reassign", case.reassign, methods=["POST"])
pages.add_url_rule("/cases/<case_id>/swap", "swap", case.swap, methods=["POST"])
pages.add_url_rule("/cases/<case_id>/reopen", "reopen", case.reopen, methods=["POST"])
pages.add_url_rule("/decisions/<appeal_id>/ask", "ask", questions.ask, methods=["POST"])
pages.add_url_rule("/questions/<question_id>/take-back", "take_back", questions.take_back, methods=["POST"])
pages.add_url_rule("/inspectors", "inspectors", inspectors.inspectors)
pages.add_url_rule("/inspectors/<int:user_id>/away", "away", inspectors.away, methods=["POST"])
pages.add_url_rule("/conflicts", "conflicts", conflicts.conflicts)
pages.add_url_rule("/conflicts/pairs", "add_conflict", conflicts.add_conflict, methods=["POST"])
pages.add_url_rule(
    "/conflicts/pairs/<int:conflict_id>/remove", "remove_conflict", conflicts.remove_conflict, methods=["POST"]
)
pages.add_url_rule("/conflicts/teams", "add_former_team", conflicts.add_former_team, methods=["POST"])
pages.add_url_rule(
    "/conflicts/teams/<int:former_id>/remove", "remove_former_team", conflicts.remove_former_team, methods=["POST"]
)
pages.add_url_rule("/deadlines", "deadlines", deadlines.deadlines)
pages.add_url_rule("/deadlines/extend", "extend_deadlines", deadlines.extend_deadlines, methods=["POST"])
