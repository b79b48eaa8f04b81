"""What stands around every page: the rail with what this role can do, the top bar, the strips."""

from dataclasses import dataclass
from functools import cache

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from werkzeug.local import LocalProxy

from engine.reading.frame import Frame
from engine.reading.frame import frame as frame_of
from models.roles import StaffRole
from review_app.context import services, session_now
from review_app.done import DONE
from review_app.looks import look


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail.

    Args:
        count: names the number of `engine.reading.frame` that stands beside it.
        around: blueprints whose pages all belong to it.
    """

    endpoint: str
    icon: str
    name: LazyString
    count: str = ""
    around: tuple[str, ...] = ()


_HOME = Place("home.home", "home", _("首页"))
_RULES = Place("rules.rulebooks", "list-check", _("规则与评分表"), "drafts", around=("rules", "rule_editor"))

RAIL: dict[StaffRole, tuple[Place, ...]] = {
    StaffRole.INSPECTOR: (
        _HOME,
        Place("inspector.queue", "headphones", _("待检"), "queue"),
        Place("inspector.done", "checks", _("已检")),
        Place("opinion.asked", "message-report", _("申诉意见"), "opinions"),
        Place("library.entries", "bookmark", _("案例库")),
    ),
    StaffRole.AGENT: (
        _HOME,
        Place("agent.results", "clipboard-list", _("我的结果"), "results"),
        Place("agent.appeals", "scale", _("我的申诉")),
        Place("agent.statement", "printer", _("对账单")),
        Place("library.entries", "bookmark", _("案例库")),
    ),
    StaffRole.TEAM_LEADER: (
        _HOME,
        Place("team_leader.team", "users", _("本班组")),
        Place("team_leader.results", "clipboard-list", _("班组结果")),
        Place("team_leader.opinions", "message-report", _("申诉意见"), "team_opinions"),
        Place("library.entries", "bookmark", _("案例库")),
    ),
    StaffRole.QC_LEAD: (
        _HOME,
        Place("lead.decisions", "gavel", _("待终审"), "decisions"),
        Place("lead.approvals", "rubber-stamp", _("待审批"), "approvals"),
        Place("lead.cases", "search", _("质检单")),
        _RULES,
        Place("lead.inspectors", "users", _("质检员在岗")),
        Place("lead.conflicts", "hand-stop", _("回避名单")),
        Place("lead.deadlines", "clock-exclamation", _("延长期限")),
        Place("library.entries", "bookmark", _("案例库")),
    ),
    StaffRole.QC_MANAGER: (
        _HOME,
        Place("manager.recordings", "microphone", _("录音"), "recordings"),
        Place("manager.upload", "upload", _("上传录音")),
        Place("manager.lexicons", "list-details", _("项目词表")),
        Place("manager.voices", "ear", _("声纹")),
        _RULES,
        Place("lead.cases", "search", _("质检单")),
        Place("lead.conflicts", "hand-stop", _("回避名单")),
        Place("library.entries", "bookmark", _("案例库")),
    ),
    StaffRole.ADMIN: (
        _HOME,
        Place("admin.users", "users", _("账号")),
        Place("admin.teams", "building", _("班组")),
        Place("lead.approvals", "rubber-stamp", _("待审批"), "approvals"),
        Place("manager.recordings", "microphone", _("录音")),
        Place("manager.upload", "upload", _("上传录音")),
        Place("admin.sources", "adjustments-horizontal", _("录音来源")),
        Place("manager.voices", "ear", _("声纹")),
        Place("admin.calendar", "list-check", _("工作日历")),
        Place("lead.deadlines", "clock-exclamation", _("延长期限")),
        Place("admin.announcements", "speakerphone", _("公告")),
        Place("admin.webhooks", "send", _("外发通知"), "undelivered"),
        Place("admin.access_log", "eye", _("访问记录")),
        Place("admin.audit", "link", _("审计链")),
        Place("admin.health", "heartbeat", _("系统健康")),
    ),
}

# Where the search of the top bar leads, and what can be looked for there.
SEARCH: dict[StaffRole, tuple[str, LazyString]] = {
    StaffRole.INSPECTOR: ("inspector.queue", _("质检单号、项目")),
    StaffRole.AGENT: ("agent.results", _("质检单号、项目、工单号")),
    StaffRole.TEAM_LEADER: ("team_leader.results", _("质检单号、项目、坐席、工单号")),
    StaffRole.QC_LEAD: ("lead.cases", _("质检单号、项目、工单号")),
    StaffRole.QC_MANAGER: ("manager.recordings", _("通话号、项目、工单号")),
    StaffRole.ADMIN: ("manager.recordings", _("通话号、项目、工单号")),
}


@dataclass(frozen=True, slots=True)
class RailLine:
    url: str
    icon: str
    name: str
    count: int
    here: bool


def install(app: Flask) -> None:
    """Put rail, top bar and strips around every template."""
    app.context_processor(_around)


def _around() -> dict[str, object]:
    settings = services().settings
    session = session_now()
    around: dict[str, object] = {
        "session": session,
        "demo": settings.demo,
        "environment": settings.environment,
        "theme": look("theme", "auto"),
        "rail_is_narrow": look("rail") == "narrow",
        "now": services().clock(),
        "done_text": DONE.get(request.args.get("done", "")),
    }
    if session is None:
        return around
    actor = session.actor
    endpoint, hint = SEARCH[actor.role]

    @cache
    def frame() -> Frame:
        return frame_of(actor=actor, services=services())

    # Read only when a template draws it: a fragment that htmx asks for does not.
    return around | {
        "frame": LocalProxy(frame),
        "rail": LocalProxy(lambda: _rail(actor.role, frame())),
        "search_url": url_for(endpoint) if endpoint in current_app.view_functions else "",
        "search_hint": hint,
    }


def _rail(role: StaffRole, frame: Frame) -> tuple[RailLine, ...]:
    return tuple(
        RailLine(
            url=url_for(place.endpoint),
            icon=place.icon,
            name=str(place.name),
            count=frame.counts.get(place.count, 0),
            here=request.endpoint == place.endpoint or request.blueprint in place.around,
        )
        for place in RAIL[role]
        if place.endpoint in current_app.view_functions
    )
