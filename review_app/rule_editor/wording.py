"""What people call parameters, choices and operators of rules. What has no line here keeps the name of rule files."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

Words = Mapping[str, LazyString]

PARAMETERS: Words = {
    "id": _("编号"),
    "title": _("标题"),
    "why": _("理由（写给坐席看）"),
    "severity": _("严重程度"),
    "level": _("级别（1 立即–3 报告）"),
    "review": _("命中后"),
    "if_unknown": _("机器无法判断时"),
    "tags": _("标签（每行一个）"),
    "not_runnable": _("不可运行的原因"),
    "effect.on": _("扣分于"),
    "effect.points": _("分值（扣分为负）"),
    "effect.per": _("计次"),
    "effect.max_times": _("最多计几次"),
    "effect.cap": _("封顶分值"),
    "effect.critical": _("关键项"),
    "effect.fatal": _("致命：清零"),
    "effect.bonus": _("加分项"),
    "effective.since": _("生效日期"),
    "effective.until": _("失效日期"),
    "scope.role": _("谁说的"),
    "scope.utterances": _("第几句（1..3，-2..-1）"),
    "scope.seconds": _("第几秒（0..30）"),
    "scope.percent": _("通话的百分之几（0..10）"),
    "scope.before": _("在此条件之前"),
    "scope.after": _("在此条件之后"),
    "scope.around": _("在此条件前后"),
    "scope.same": _("与此条件同一句"),
    "scope.hit": _("以第几次命中为准"),
    "scope.every": _("窗口内每一句都要满足"),
    "excuses.words": _("免责用语（每行一个）"),
    "excuses.lists": _("免责词表"),
    "excuses.before": _("向前看几句"),
    "excuses.after": _("向后看几句"),
    "excuses.role": _("谁说的算"),
    "words": _("词语（每行一个）"),
    "lists": _("词表（每行一个名字）"),
    "need": _("要命中几个词"),
    "inside": _("在哪里凑齐"),
    "times": _("至少几次"),
    "case": _("区分大小写"),
    "synonyms": _("同义词（词: [同义词]）"),
    "except": _("例外（每行一个）"),
    "unless": _("同句里有这些话就不算（每行一个）"),
    "clause": _("在小句里的位置"),
    "phrases": _("短语（每行一个）"),
    "at_least": _("至少"),
    "fold": _("容忍的混音"),
    "min_syllables": _("最少几个音节"),
    "sentences": _("例句（每行一句）"),
    "pattern": _("正则表达式"),
    "patterns": _("几个正则（每行一个）"),
    "first": _("甲组词（每行一个）"),
    "second": _("乙组词（每行一个）"),
    "first_lists": _("甲组词表"),
    "second_lists": _("乙组词表"),
    "within": _("相隔不超过"),
    "unit": _("单位"),
    "ordered": _("乙在甲之后"),
    "negated": _("附近没有乙"),
    "back": _("回看几句"),
    "similarity": _("相似度（0–100）"),
    "min_length": _("至少几个字才算"),
    "over": _("大于"),
    "under": _("小于"),
    "between": _("停顿前后是谁"),
    "said_before": _("停顿前说话的是"),
    "said_after": _("停顿后说话的是"),
    "where": _("停顿的位置"),
    "count": _("至少几次"),
    "holds": _("等待音也算"),
    "by": _("谁抢话"),
    "min_overlap_s": _("重叠至少（秒）"),
    "delay_s": _("对方已说至少（秒）"),
    "total_s": _("累计至少（秒）"),
    "ignore": _("附和词（每行一个）"),
    "average": _("按平均值"),
    "jump_db": _("比上一句高（dB）"),
    "span_db": _("最高与最低相差（dB）"),
    "z": _("高出平时几个标准差"),
    "measure": _("量什么"),
    "who": _("谁挂机"),
    "without_closing": _("没有结束语才算"),
    "closing": _("结束语（每行一个）"),
    "last": _("看最后几句"),
    "announced": _("挂机前的话（每行一个）"),
    "field": _("随录字段"),
    "kind": _("类型"),
    "compare": _("比较"),
    "value": _("值（几个值写成 [a, b]）"),
    "other": _("与另一字段比较"),
    "steps": _("步骤（YAML）"),
    "look_ahead": _("下一步须在几句之内"),
    "base": _("知识库"),
    "question_at_least": _("问题相似度至少"),
    "answer_at_least": _("答案相似度至少"),
    "look": _("提问后看几句"),
    "feelings": _("情绪"),
    "name": _("模型名"),
    "labels": _("标签名（每行一个）"),
    "question": _("问质检员的问题"),
    "sequence": _("依次出现（每行一个条件）"),
    "within_s": _("相邻不超过（秒）"),
    "within_utterances": _("相邻不超过（句）"),
    "rule": _("规则编号"),
}
GROUPS: Words = {
    "effect": _("计分"),
    "effective": _("有效期"),
    "scope": _("窗口：在哪里找"),
    "excuses": _("免责：附近说过这些就不算"),
}
OPTIONS: Words = {
    "presence": _("出现时"),
    "absence": _("没有出现时"),
    "once": _("只计一次"),
    "hit": _("每次命中"),
    "section": _("维度"),
    "form": _("整张评分表"),
    "auto_release": _("可自动下发"),
    "flag": _("派给质检员"),
    "manual": _("疑似，人工确认后才扣分"),
    "review": _("存疑，交给人"),
    "ignore": _("不给结论"),
    "agent": _("坐席"),
    "customer": _("客户"),
    "any": _("任一"),
    "all": _("全部"),
    "none": _("一个都没有"),
    "every": _("每一次"),
    "first": _("第一次"),
    "last": _("最后一次"),
    "utterance": _("同一句"),
    "window": _("整个窗口"),
    "chars": _("字"),
    "words": _("词"),
    "same": _("同一方"),
    "different": _("双方"),
    "anywhere": _("任何地方"),
    "within": _("在一个小句之内"),
    "begins": _("小句以它开头"),
    "ends": _("小句以它结尾"),
    "whole": _("整个小句就是它"),
    "start": _("开头"),
    "inside": _("中间"),
    "end": _("结尾"),
    "longest": _("最长一次"),
    "total": _("总时长"),
    "count": _("次数"),
    "eq": _("等于"),
    "ne": _("不等于"),
    "lt": _("小于"),
    "le": _("不大于"),
    "gt": _("大于"),
    "ge": _("不小于"),
    "in": _("是其中之一"),
    "not_in": _("不是其中任何一个"),
    "contains": _("包含"),
    "empty": _("为空"),
    "between": _("在两者之间"),
    "phone": _("电话号码"),
    "id_card": _("身份证号"),
    "bank_card": _("银行卡号"),
    "amount": _("金额"),
    "date": _("日期"),
    "plate": _("车牌"),
    "email": _("邮箱"),
    "anger": _("愤怒"),
    "threat": _("威胁"),
    "complaint": _("投诉"),
}
OPERATORS: Words = {
    "keyword": _("关键词"),
    "fuzzy": _("近似短语"),
    "sounds_like": _("同音短语"),
    "similar": _("意思相近的句子"),
    "regex": _("正则表达式"),
    "near": _("两词相近"),
    "repeat": _("重复说"),
    "silence": _("静音"),
    "interruption": _("抢话"),
    "pace": _("语速"),
    "loudness": _("音量"),
    "talk_ratio": _("说话占比"),
    "duration": _("时长"),
    "turns": _("句数"),
    "hold": _("等待音"),
    "hang_up": _("挂机"),
    "entity": _("号码与金额"),
    "metadata": _("随录信息"),
    "script": _("话术步骤"),
    "knowledge": _("知识问答"),
    "emotion": _("情绪"),
    "model": _("外接模型"),
    "manual": _("人工提问"),
    "sequence": _("依次出现"),
    "rule": _("另一条规则命中"),
}
# Of what is no operator, so that no handbook has it.
JOINT_FINDS: Words = {
    "sequence": _("几个条件按次序先后出现，可以限制间隔。"),
    "rule": _("同一通里另一条规则命中了。"),
}
EXPECTED: Words = {
    "fail": _("命中（不合格）"),
    "pass": _("合格"),
    "unsure": _("存疑"),
    "none": _("不适用"),
}
TRUTHS: Words = {"true": _("成立"), "false": _("不成立"), "unknown": _("无法判断")}
JOINTS: Words = {"all": _("都要成立"), "any": _("任一成立"), "not": _("不能成立"), "sequence": _("依次出现")}
SHOWN: Words = {
    "problems": _("有问题"),
    "not_runnable": _("不可运行"),
    "changed": _("有改动"),
    "no_tests": _("没有测试"),
}


def parameter(name: str) -> str:
    """A parameter by its place in its part of a rule: `scope.role`, `words`."""
    return str(PARAMETERS.get(name) or PARAMETERS.get(name.rpartition(".")[2]) or name)


def short(name: str) -> str:
    """A parameter without the hint how it is typed in."""
    return str(GROUPS.get(name) or parameter(name)).partition("（")[0].partition(" (")[0].partition("：")[0]


def option(value: str) -> str:
    """One of the values that can be chosen."""
    return str(OPTIONS.get(value, value))


def operator(op: str) -> str:
    """The kind of a condition."""
    return str(OPERATORS.get(op, op))


def joint(said: str) -> str:
    """How parts are joined, as a trace says it: `all`, `at least 2 of`, `rule OPEN-01`."""
    if said.startswith("rule "):
        return f"{OPERATORS['rule']} {said[5:]}"
    if said.startswith("at least "):
        return str(gettext("至少 %(count)s 个", count=said.split()[2]))
    return str(JOINTS.get(said, said))


def leaf(said: str) -> str:
    """A condition as a trace names it: `keyword greeting`."""
    if said.startswith("prerequisite: "):
        return f"{gettext('前提')} {leaf(said.removeprefix('prerequisite: '))}"
    op, _space, name = said.partition(" ")
    return f"{joint(op) if op in JOINTS else operator(op)} {name}".strip()
