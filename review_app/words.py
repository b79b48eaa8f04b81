"""What the words of the machine are called by people. Every value that a page can show has its line here."""

from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from review_app.languages import language
from rules.spec import Text

WORDS: dict[str, dict[str, LazyString]] = {
    "role": {
        "admin": _("系统管理员"),
        "qc_manager": _("质检主管"),
        "qc_lead": _("质检班长"),
        "inspector": _("质检员"),
        "team_leader": _("坐席班长"),
        "agent": _("坐席"),
        "system": _("系统"),
        "clock": _("到期自动"),
    },
    "speaker": {"agent": _("坐席"), "customer": _("客户"), "unknown": _("不确定")},
    "state": {
        "machine_scored": _("已机评"),
        "in_review": _("复核中"),
        "confirmed": _("已确认"),
        "released": _("已下发"),
        "appealed": _("申诉中"),
        "adjudication": _("待终审"),
        "final": _("已终结"),
    },
    "appeal_state": {
        "open": _("收集意见"),
        "withdrawn": _("已撤回"),
        "adjudication": _("待终审"),
        "decided": _("已裁定"),
    },
    "progress": {
        "received": _("等待转写"),
        "transcribed": _("已转写"),
        "scored": _("已机评"),
        "routed": _("已派检"),
        "failed": _("失败"),
    },
    "held": {
        "pass": _("通过"),
        "fail": _("不通过"),
        "unsure": _("存疑"),
        "not_applicable": _("不适用"),
        "none": _("未判"),
    },
    "severity": {
        "info": _("提示"),
        "minor": _("一般"),
        "major": _("重要"),
        "critical": _("严重"),
        "fatal": _("致命"),
    },
    "outcome": {"pass": _("合格"), "fail": _("不合格"), "unsure": _("待定")},
    "score_kind": {
        "preliminary": _("机评分"),
        "reviewed": _("复核分"),
        "corrected": _("更正分"),
        "final": _("终审分"),
    },
    "route_reason": {"flagged": _("命中规则"), "unsure": _("机检存疑"), "sampled": _("随机抽检")},
    "mark": {"positive": _("正面教材"), "negative": _("反面教材"), "complaint_risk": _("投诉风险")},
    "stance": {
        "supports_appeal": _("支持申诉"),
        "supports_result": _("维持原判"),
        "absent": _("未在期限内给出意见"),
    },
    "decision": {"uphold": _("维持"), "overturn": _("推翻"), "partial": _("部分采纳")},
    "reason_code": {
        "asr_error": _("转写错误"),
        "wrong_speaker": _("说话人错误"),
        "rule_too_broad": _("规则过宽"),
        "context": _("语境不同"),
        "policy_changed": _("政策已变"),
        "inspector_error": _("质检员误判"),
        "duplicate_finding": _("重复命中"),
        "other": _("其他"),
    },
    "approval": {
        "adjustment": _("非常规调整"),
        "correction": _("更正复核结果"),
        "reopening": _("重新开启"),
        "fatal": _("确认致命项"),
    },
    "approval_state": {"asked": _("待审批"), "granted": _("已同意"), "refused": _("已拒绝")},
    "direction": {"inbound": _("呼入"), "outbound": _("呼出")},
    "policy": {
        "stereo_agent_left": _("双声道,坐席在左"),
        "stereo_agent_right": _("双声道,坐席在右"),
        "mono_diarize": _("单声道,自动区分说话人"),
    },
    "stage": {"transcribe": _("转写"), "score": _("机评"), "route": _("派检")},
    "notice": {
        "assigned": _("有新的质检单派给您"),
        "released": _("质检结果已下发"),
        "deadline_near": _("申诉期限将至"),
        "appeal_filed": _("有申诉提交"),
        "appeal_withdrawn": _("申诉已撤回"),
        "opinion_asked": _("请您给出申诉意见"),
        "opinion_due": _("申诉意见即将到期"),
        "opinions_complete": _("意见已齐,等待终审"),
        "overdue": _("已超过处理期限"),
        "decided": _("申诉已裁定"),
        "corrected": _("质检结果已更正"),
        "approval_asked": _("有事项等待您审批"),
        "approval_decided": _("您提交的事项已审批"),
        "recalled": _("质检单已被收回"),
    },
}


def word(value: object, kind: str) -> str:
    """What *value* is called; the bare value when nobody named it yet."""
    text = "none" if value is None else str(value)
    named = WORDS[kind].get(text)
    return str(named) if named is not None else text


def localised(text: Text | Mapping[str, str] | str | None) -> str:
    """What a rulebook says, in the language of this page."""
    if text is None or isinstance(text, str):
        return text or ""
    if isinstance(text, Text):
        return text.in_language(language())
    return text.get(language()) or text.get("zh", "")


def pairs(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Choices that are called what they are."""
    return tuple((value, value) for value in values)


def install(app: Flask) -> None:
    app.jinja_env.filters.update(word=word, localised=localised, pairs=pairs)
    app.jinja_env.globals["words"] = lambda kind: {value: str(name) for value, name in WORDS[kind].items()}
