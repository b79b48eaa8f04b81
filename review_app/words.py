"""What the words of the machine are called by people. Every value that a page can show has its line here."""

from collections.abc import Iterable

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from review_app.languages import localised

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
    "draft": {
        "open": _("编写中"),
        "asked": _("待审批"),
        "published": _("已发布"),
        "dropped": _("已放弃"),
    },
    "rule_change": {"added": _("新增"), "removed": _("删除"), "changed": _("修改")},
    "comparator": {
        "eq": _("等于"),
        "ne": _("不等于"),
        "lt": _("小于"),
        "le": _("不大于"),
        "gt": _("大于"),
        "ge": _("不小于"),
        "in": _("属于"),
        "not_in": _("不属于"),
        "contains": _("包含"),
        "empty": _("为空"),
        "between": _("介于（两行）"),
    },
    "doubt": {"dead": _("从不命中"), "always": _("总是命中"), "disputed": _("与人工不一致")},
    "state": {
        "machine_scored": _("已机评"),
        "in_review": _("复核中"),
        "confirmed": _("已确认"),
        "released": _("已下发"),
        "appealed": _("申诉中"),
        "adjudication": _("等待终审"),
        "final": _("已终结"),
    },
    "appeal_state": {
        "open": _("收集意见"),
        "withdrawn": _("已撤回"),
        "adjudication": _("等待终审"),
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
    "conflict": {"kin": _("亲属"), "dispute": _("纠纷"), "recused": _("主动回避"), "other": _("其他")},
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
    "approval_state": {"asked": _("等待审批"), "granted": _("已同意"), "refused": _("已拒绝")},
    "direction": {"inbound": _("呼入"), "outbound": _("呼出")},
    "policy": {
        "stereo_agent_left": _("双声道，坐席在左"),
        "stereo_agent_right": _("双声道，坐席在右"),
        "mono_diarize": _("单声道，自动区分说话人"),
    },
    "raw_encoding": {
        "alaw": _("A-law"),
        "mulaw": _("µ-law"),
        "s16le": _("PCM 16 位"),
        "g729": _("G.729"),
        "g723_1": _("G.723.1"),
        "gsm": _("GSM 6.10"),
    },
    "spoken": {"zh": _("普通话"), "yue": _("粤语"), "en": _("英语")},
    "failure": {
        "missing": _("找不到文件"),
        "empty": _("文件是空的"),
        "not_audio": _("不是录音，或者格式无法识别"),
        "header_only": _("只有文件头，没有声音"),
        "no_samples": _("没有声音数据"),
        "truncated": _("文件不完整"),
        "damaged": _("文件已损坏"),
        "too_long": _("录音太长"),
        "too_short": _("录音太短"),
        "too_many_channels": _("声道太多"),
        "unsupported_codec": _("编码格式不支持"),
        "bad_rate": _("采样率不合理"),
        "broken_transcript": _("转写文件有错"),
        "hearing_failed": _("转写引擎出错"),
        "internal_error": _("处理时出错，请查看日志"),
        "worker_died": _("处理进程多次中断"),
    },
    "warning": {
        "unknown_agent": _("工号不在系统中"),
        "dual_mono": _("两个声道相同，按单声道处理"),
        "not_stereo": _("来源应为双声道，文件只有一个声道"),
        "silent_channel": _("有一个声道没有声音"),
        "silent": _("整通没有说话声"),
        "swapped_suspected": _("左右声道可能接反"),
        "speakers_unsure": _("说话人区分不可靠"),
        "roles_unsure": _("坐席与客户可能认反"),
        "demo_model": _("由演示模型转写"),
        "times_estimated": _("转写没有时间，按字数估计"),
        "roles_guessed": _("转写没有写明谁是坐席，按内容判断"),
    },
    "worker": {"speech": _("转写"), "light": _("机评与派检"), "scheduler": _("定时")},
    "check": {
        "python": _("Python 版本"),
        "data folder": _("数据目录"),
        "free space": _("剩余空间"),
        "database": _("数据库"),
        "redis": _("Redis"),
        "redis keeps its queue": _("Redis 不丢队列"),
        "workers": _("工作进程"),
        "faster-whisper": _("转写引擎"),
        "speech model": _("语音模型"),
        "web": _("网页服务"),
        "SQLite on a network folder": _("数据库在网络目录上"),
    },
    "broken_link": {
        "missing": _("缺少一行"),
        "does not follow the row before": _("与上一行接不上"),
        "changed after it was written": _("写入后被改动"),
    },
    "stage": {"transcribe": _("转写"), "score": _("机评"), "route": _("派检")},
    "access": {
        "listened": _("听录音"),
        "opened": _("打开质检单"),
        "exported": _("导出列表"),
        "signed_in": _("登录与退出"),
    },
    "access_action": {"sign_in": _("登录"), "sign_in.refused": _("登录被拒"), "sign_out": _("退出登录")},
    "case_page": {
        "inspector.review": _("复核"),
        "opinion.give": _("申诉意见"),
        "agent.result": _("我的结果"),
        "team_leader.result": _("班组结果"),
        "team_leader.opinion": _("申诉意见"),
        "lead.case": _("质检单"),
        "lead.decision": _("终审"),
        "lead.approval": _("审批"),
    },
    "sentence": {"right": _("本句机检正确"), "wrong": _("本句机检不正确")},
    "outside": {
        "released": _("结果已下发"),
        "deadline_near": _("申诉期限将至"),
        "appeal_filed": _("申诉已提交"),
        "opinion_asked": _("请求申诉意见"),
        "opinion_due": _("申诉意见即将到期"),
        "overdue": _("终审超期"),
        "decided": _("申诉已裁定"),
        "corrected": _("结果已更正"),
        "test": _("测试"),
    },
    "side": {"inspecting": _("质检一侧"), "inspected": _("坐席一侧")},
    "channel": {"webhook": _("Webhook"), "mail": _("邮件")},
    "delivery": {"waiting": _("等待发送"), "sent": _("已送达"), "dead": _("已放弃")},
    "delivery_problem": {
        "timeout": _("对方没有及时回应"),
        "tls": _("加密连接失败"),
        "unknown_host": _("找不到主机"),
        "refused": _("对方拒绝连接"),
        "broken_off": _("连接中断"),
        "removed": _("Webhook 已移除"),
        "not_http": _("地址无效"),
        "host_not_allowed": _("主机不在允许的名单里"),
        "no_mail_server": _("没有配置邮件服务器"),
        "no_address": _("账号没有邮箱或已停用"),
        "recipient_refused": _("邮件服务器拒收此收件人"),
        "sender_died": _("发送进程多次中断"),
    },
    "notice": {
        "assigned": _("有新的质检单派给您"),
        "released": _("质检结果已下发"),
        "deadline_near": _("申诉期限将至"),
        "appeal_filed": _("有申诉提交"),
        "appeal_withdrawn": _("申诉已撤回"),
        "opinion_asked": _("请您给出申诉意见"),
        "opinion_due": _("申诉意见即将到期"),
        "opinions_complete": _("意见已齐，等待终审"),
        "overdue": _("已超过处理期限"),
        "decided": _("申诉已裁定"),
        "corrected": _("质检结果已更正"),
        "approval_asked": _("有事项等待您审批"),
        "approval_decided": _("您提交的事项已审批"),
        "recalled": _("质检单已被收回"),
        "clarification_asked": _("质检班长请您说明申诉"),
        "clarification_closed": _("申诉提问已有结果"),
        "deadline_extended": _("申诉期限已延长"),
        "publication_asked": _("规则草稿等待您审批"),
        "publication_granted": _("您的规则草稿已发布"),
        "publication_refused": _("您的规则草稿被退回"),
    },
}


def word(value: object, kind: str) -> str:
    """What *value* is called; the bare value when nobody named it yet."""
    text = "none" if value is None else str(value)
    named = WORDS[kind].get(text)
    return str(named) if named is not None else text


def pairs(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Choices that are called what they are."""
    return tuple((value, value) for value in values)


def install(app: Flask) -> None:
    """Give templates names for the values of the machine."""
    app.jinja_env.filters.update(word=word, localised=localised, pairs=pairs)
    app.jinja_env.globals["words"] = lambda kind: {value: str(name) for value, name in WORDS[kind].items()}
