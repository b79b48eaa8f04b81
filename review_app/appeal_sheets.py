"""The lists about appeals as spreadsheets: the columns that the pages show, and no others."""

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _

from engine.reading.agent_results import AppealLine
from engine.reading.approvals import ApprovalLine
from engine.reading.decisions import DecisionLine
from engine.reading.opinions import OpinionTask
from review_app.languages import localised
from review_app.sheet import Cell, sheet
from review_app.words import word


def decisions_sheet(lines: Iterable[DecisionLine]) -> Response:
    """What waits for a decision, or was decided."""
    head = [_("申诉"), _("项目"), _("轮次"), _("申诉项"), _("提交时间"), _("意见"), _("期限"), _("状态"), _("裁定于")]
    rows: Iterable[list[Cell]] = (
        [
            line.id,
            line.project,
            line.round,
            line.items,
            line.filed_at,
            f"{line.opinions_in}/2",
            line.due_at,
            word(line.state, "appeal_state"),
            line.decided_at,
        ]
        for line in lines
    )
    return sheet("decisions", head, rows)


def approvals_sheet(lines: Iterable[ApprovalLine]) -> Response:
    """What needs a second person."""
    head = [_("事项"), _("项目"), _("申请人"), _("申请时间"), _("理由"), _("状态")]
    rows: Iterable[list[Cell]] = (
        [
            word(line.kind, "approval"),
            line.project,
            line.asked_by,
            line.asked_at,
            line.reason,
            word(line.state, "approval_state"),
        ]
        for line in lines
    )
    return sheet("approvals", head, rows)


def opinions_sheet(tasks: Iterable[OpinionTask], *, named: bool) -> Response:
    """Appeals that somebody's opinion is asked about; *named* for those who may know the agent."""
    head = [_("质检单号"), _("项目"), _("时长（秒）"), _("申诉项"), _("提交时间"), _("意见"), _("期限"), _("状态")]
    rows: Iterable[list[Cell]] = (
        [
            *([task.agent_no, task.agent] if named else []),
            task.id,
            task.project,
            round(task.duration_s),
            task.items,
            task.filed_at,
            _("已提交") if task.given else _("待给意见") if task.state == "open" else _("未给意见"),
            task.due_at if task.state == "open" and not task.given else None,
            word(task.state, "appeal_state"),
        ]
        for task in tasks
    )
    return sheet("opinions", [*([_("工号"), _("坐席")] if named else []), *head], rows)


def appeals_sheet(lines: Iterable[AppealLine]) -> Response:
    """An agent's own appeals, a row for every contested item."""
    head = [_("提交时间"), _("通话时间"), _("项目"), _("申诉项"), _("裁定"), _("进度")]
    rows: Iterable[list[Cell]] = (
        [
            line.story.filed_at,
            line.started_at,
            line.project,
            localised(item.title),
            word(item.decision, "decision") if item.decision else "",
            word(line.story.state, "appeal_state"),
        ]
        for line in lines
        for item in line.story.items
    )
    return sheet("appeals", head, rows)
