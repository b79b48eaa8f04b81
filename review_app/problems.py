"""Every code with which a step says no, in words that help."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from engine.errors import Conflict, Invalid, NotFound, Refused
from models.lifecycle import IllegalTransition
from review_app.words import word

REFUSED: Mapping[str, LazyString] = {
    "bad_credentials": _("账号或密码不正确。"),
    "too_many_attempts": _("尝试次数过多，请 15 分钟后再试。"),
    "disabled": _("该账号已停用，请联系管理员。"),
    "verdict_missing": _("还有未判的项目，已为您定位。"),
    "verdict_unsure": _("存疑不能作为复核结论，请判定通过或不通过。"),
    "reason_missing": _("请写明理由：改判、不适用、调整、申诉、意见与裁定都需要。"),
    "span_missing": _("补充的漏检要指出在哪一段。"),
    "unknown_item": _("评分表里没有这一项。"),
    "no_items": _("请至少选择一项。"),
    "item_not_contestable": _("这一项没有扣分，不能申诉。"),
    "wanted_not_better": _("申诉只能要求改判为通过或不适用。"),
    "deadline_passed": _("申诉期限已过。"),
    "rounds_used_up": _("申诉次数已用完。"),
    "opinion_given": _("已经有人给出意见，不能再改。"),
    "opinion_missing": _("每一项都要给出意见。"),
    "own_appeal": _("自己提出的申诉，不能再给意见。"),
    "decision_missing": _("每一项都要作出裁定。"),
    "points_missing": _("部分采纳时，请写明仍扣几分。"),
    "points_invalid": _("分数超出了这一项的范围。"),
    "involved_before": _("您参与过这张质检单，请由另一位质检班长裁定。"),
    "unchanged": _("草稿与正在使用的版本相同。"),
    "not_linted": _("检查没有通过，先改正再申请发布。"),
    "not_replayed": _("还没有用这一稿回放已存录音。"),
    "note_missing": _("请写明改了什么、为什么。"),
    "overtaken": _("别人已经发布了新版本，请从新版本重新开始。"),
    "same_person": _("申请人不能审批自己的申请。"),
    "approval_open": _("还有调整等待审批，暂时不能下发。"),
    "not_eligible": _("这位质检员不能接这张质检单：不在岗、同班组、有回避关系或已参与。"),
    "no_open_work": _("这张质检单没有进行中的分配。"),
    "no_address": _("您的账号没有填写邮箱。"),
    "question_open": _("还有问题等待申诉人答复；请先撤回问题再裁定。"),
    "nobody_to_ask": _("这是重新开启的质检单，没有申诉人可问。"),
    "nothing_open": _("现在没有未到期的期限。"),
    "nothing_changes": _("已经是这个状态了。"),
    "not_failed": _("这通录音没有失败，不需要重试。"),
    "not_heard": _("这通录音还没有处理完，请稍后再试。"),
    "all_confirmed": _("这通的质检单都已确认，不能再互换双方；请走申诉或更正。"),
    "agent_unknown": _("这通录音没有对应的坐席账号。"),
    "no_own_channel": _("坐席没有自己的声道，不能登记声纹。"),
    "too_little_voice": _("坐席在这通里说得太少，请换一通。"),
    "password_short": _("新密码太短，至少 8 个字符。"),
    "password_long": _("新密码太长。"),
    "password_common": _("新密码太常见，或者包含账号，请换一个。"),
}
INVALID: Mapping[str, LazyString] = {
    "missing": _("不能为空"),
    "too_short": _("太短"),
    "too_long": _("太长"),
    "not_a_number": _("不是数字"),
    "not_offered": _("不在可选范围内"),
    "odd_characters": _("只能用文字、数字、- 和 _，不能有空格"),
    "taken": _("已被占用"),
    "differs": _("两次输入不一致"),
    "not_a_day": _("请写成 2026-11-22 这样的日期"),
    "not_a_month": _("请写成 2026-11 这样的月份"),
    "enum": _("不在可选范围内"),
    "not_a_time": _("请写成 02:11 这样的时间"),
    "not_json": _("无法读取"),
    "unknown_filter": _("不能按此筛选"),
    "unknown_column": _("不能按此排序"),
    "unknown_value": _("不在可选范围内"),
    "empty": _("不能为空"),
    "both_sides": _("质检一侧和坐席一侧的角色不能由同一个人担任"),
    "not_http": _("请写完整的 http 或 https 地址，不带账号与密码"),
    "host_not_allowed": _("这个主机不在系统设置允许的名单里（notify.webhook_hosts）"),
    "not_an_address": _("不是邮箱地址"),
    "own_account": _("不能停用自己的账号"),
    "too_many": _("太多了"),
    "not_a_pair": _("每行要写成“常被写成的 = 应该是的”"),
    "broken_transcript": _("不是能识别的转写，或者文件有错"),
    "taken_by_other_sound": _("这个通话号已经属于另一个录音"),
    "ends_before_start": _("结束早于开始"),
    "impossible_time": _("时间不可能"),
    "not_a_rulebook": _("规则包有错"),
    "not_a_word_list": _("不是能读的词表"),
    "other_name": _("规则包的名字不能改"),
    "unknown": _("评分表里没有这一项"),
    "out_of_range": _("超出允许的范围"),
    "no_working_day": _("至少要有一个工作日"),
}
FIELDS: Mapping[str, LazyString] = {
    "login": _("账号"),
    "password": _("密码"),
    "name": _("姓名"),
    "reason": _("理由"),
    "note": _("说明"),
    "roles": _("角色"),
    "team": _("班组"),
    "agent_no": _("工号"),
    "sound": _("录音文件"),
    "transcript": _("转写文件"),
    "timezone": _("时区"),
    "inbound": _("呼入录音的声道"),
    "outbound": _("呼出录音的声道"),
    "raw_sample_rate_hz": _("采样率（Hz）"),
    "raw_channels": _("声道数"),
    "hot_words": _("热词"),
    "initial_prompt": _("开头提示"),
    "corrections": _("纠错"),
    "project": _("项目"),
    "call_id": _("通话号"),
    "title": _("标题"),
    "user": _("账号"),
    "started_at": _("通话开始时间"),
    "ended_at": _("通话结束时间"),
    "source": _("来源"),
    "again": _("再输一次新密码"),
    "month": _("月份"),
    "text": _("理由"),
    "stance": _("意见"),
    "decision": _("裁定"),
    "reason_code": _("原因"),
    "points": _("分数"),
    "wanted": _("我认为应判"),
    "item": _("评分项"),
    "sort": _("排序"),
    "progress": _("状态"),
    "role": _("角色"),
    "day": _("日期"),
    "until": _("结束日期"),
    "year": _("年份"),
    "hours": _("工作时间"),
    "table": _("表格"),
    "days": _("日期"),
    "inspector": _("质检员"),
    "question": _("问题"),
    "answer": _("答复"),
    "url": _("地址"),
    "kinds": _("事件"),
    "side": _("接收一侧"),
    "email": _("邮箱"),
    "files": _("文件"),
    "file": _("文件"),
    "word_list": _("词表名"),
    "target": _("目标"),
    "form_id": _("编号"),
    "like": _("照着哪张"),
    "key": _("评分项"),
}


# What a rulebook's author must know to mend it: file, line and rule.
_WITH_PLACE = frozenset({"not_linted", "not_a_rulebook", "not_a_word_list"})


def problem_text(error: Exception) -> str:
    """What *error* says to a person."""
    if isinstance(error, Refused):
        said = str(REFUSED.get(error.code, _("系统没有接受：%(code)s", code=error.code)))
        return f"{said} {error.where}" if error.code in _WITH_PLACE else said
    if isinstance(error, Invalid):
        field, code = FIELDS.get(error.field, error.field), INVALID.get(error.code, error.code)
        said = str(_("%(field)s：%(problem)s", field=field, problem=code))
        return f"{said}\n{error.detail}" if error.code in _WITH_PLACE else said
    if isinstance(error, IllegalTransition):
        return str(_("这张质检单现在是「%(state)s」，不能这样处理。", state=word(error.state, "state")))
    if isinstance(error, Conflict | NotFound):
        return ""
    return ""
