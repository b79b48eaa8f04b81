"""Where a notice leads. It carries the id under which its reader knows the case, so the kind and the role decide."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, url_for

from engine.reading.notices import NoticeLine
from models.roles import StaffRole
from review_app.context import actor

_CASE_OF_AGENT = ("agent.result", "case_id")
_APPEAL_OF_LEADER = ("team_leader.opinion", "appeal_id")
_APPEAL_OF_LEAD = ("lead.decision", "appeal_id")
_DRAFT = ("rules.draft", "draft_id")
_OPINION = ("opinion.give", "assignment_id")

LEADS_TO: Mapping[tuple[StaffRole, str], tuple[str, str]] = {
    (StaffRole.AGENT, "released"): _CASE_OF_AGENT,
    (StaffRole.AGENT, "deadline_near"): _CASE_OF_AGENT,
    (StaffRole.AGENT, "appeal_filed"): _CASE_OF_AGENT,
    (StaffRole.AGENT, "decided"): _CASE_OF_AGENT,
    (StaffRole.AGENT, "corrected"): _CASE_OF_AGENT,
    (StaffRole.AGENT, "clarification_asked"): _CASE_OF_AGENT,
    (StaffRole.AGENT, "deadline_extended"): _CASE_OF_AGENT,
    (StaffRole.TEAM_LEADER, "clarification_asked"): ("team_leader.result", "case_id"),
    (StaffRole.QC_LEAD, "clarification_closed"): _APPEAL_OF_LEAD,
    (StaffRole.QC_MANAGER, "publication_asked"): _DRAFT,
    (StaffRole.QC_LEAD, "publication_asked"): _DRAFT,
    (StaffRole.QC_MANAGER, "publication_granted"): _DRAFT,
    (StaffRole.QC_MANAGER, "publication_refused"): _DRAFT,
    (StaffRole.TEAM_LEADER, "opinion_asked"): _APPEAL_OF_LEADER,
    (StaffRole.TEAM_LEADER, "opinion_due"): _APPEAL_OF_LEADER,
    (StaffRole.TEAM_LEADER, "decided"): ("team_leader.result", "case_id"),
    (StaffRole.QC_LEAD, "opinions_complete"): _APPEAL_OF_LEAD,
    (StaffRole.QC_LEAD, "overdue"): _APPEAL_OF_LEAD,
    (StaffRole.QC_LEAD, "approval_asked"): ("lead.approval", "approval_id"),
    (StaffRole.QC_LEAD, "approval_decided"): ("lead.approval", "approval_id"),
    (StaffRole.ADMIN, "approval_asked"): ("lead.approval", "approval_id"),
    (StaffRole.INSPECTOR, "assigned"): ("inspector.review", "assignment_id"),
    (StaffRole.INSPECTOR, "opinion_asked"): _OPINION,
    (StaffRole.INSPECTOR, "opinion_due"): _OPINION,
}


def notice_url(notice: NoticeLine) -> str:
    """The page that *notice* is about; the list itself when there is nothing left to open."""
    endpoint, name = LEADS_TO.get((actor().role, notice.kind), ("", ""))
    if endpoint not in current_app.view_functions:
        return url_for("account.notices")
    values: dict[str, Any] = {name: notice.reference}
    return url_for(endpoint, **values)


def install(app: Flask) -> None:
    """Let templates link notices."""
    app.jinja_env.globals["notice_url"] = notice_url
