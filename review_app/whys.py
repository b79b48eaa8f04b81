"""What a rule measured, in words. The rule engine writes one plain English; here it is said in the reader's tongue."""

import re

from flask import Flask

from review_app.languages import language

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_SPEAKERS = {"<agent>": "坐席", "<customer>": "客户"}
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def _plain(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("#", _NUMBER).replace("~", r"(>=|<=|>|<)"))


# What the engine says -> what people read; \1 and so on are the numbers.
_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = (
    (_plain(r"searched, not found"), "没有找到"),
    (_plain(r"# s ~ # s"), r"\1 秒 \2 \3 秒"),
    (_plain(r"# ~ #"), r"\1 \2 \3"),
    (_plain(r"longest pause # s"), r"最长停顿 \1 秒"),
    (_plain(r"# chars/min ~ # chars/min"), r"每分钟 \1 字 \2 \3 字"),
    (_plain(r"# words/min ~ # words/min"), r"每分钟 \1 词 \2 \3 词"),
    (_plain(r"talks over for # s ~ # s"), r"抢话 \1 秒 \2 \3 秒"),
    (_plain(r"# times, # s in all(?: < # s)?"), r"共 \1 次、\2 秒"),
    (_plain(r"# of # different words"), r"说到 \1 个，要求 \2 个不同的词"),
    (_plain(r"# of # utterances do not"), r"\2 句中有 \1 句没有"),
    (_plain(r"# of # utterances searched cannot be relied on"), r"查找的 \2 句中有 \1 句转写不可靠"),
    (_plain(r"# % of the script ~ # %"), r"话术完成 \1 % \2 \3 %"),
    (_plain(r"missing: (.+)"), r"缺少 \1"),
    (_plain(r"none of (.+) within #"), r"\2 之内没有 \1"),
    (_plain(r"# (?:chars|words) apart <= #"), r"相距 \1 字 ≤ \2"),
    (_plain(r"'': similarity .+"), "没有相似的话"),
    (_plain(r"similarity # ~ #"), r"相似度 \1 \2 \3"),
    (_plain(r"(.+ \(#\)) = # ~ #"), r"\1，共 \3 \4 \5"),
    (_plain(r"'?(.+?)'?: similarity # ~ #"), r"与「\1」相似度 \2 \3 \4"),
    (_plain(r"best known question: similarity #"), r"与知识库最接近的问题相似度 \1"),
    (_plain(r"# s of # s"), r"\1 秒，共 \2 秒"),
    (_plain(r"no utterance of # or more to measure"), r"没有满 \1 字的话语可供测量"),
    (_plain(r"the length of the call is not known"), "通话时长未知"),
    (_plain(r"nobody speaks(?: there)?"), "无人说话"),
    (_plain(r"the (agent|customer) does not speak there"), r"<\1>在这段没有说话"),
    (_plain(r"the (agent|customer) says so"), r"<\1>自己这样说"),
    (_plain(r"the (agent|customer) did not hang up"), r"不是<\1>挂断的"),
    (_plain(r"the (agent|customer) closed the call with words"), r"<\1>说了结束语"),
    (
        _plain(r"# in # s of speech = # (?:chars|words)/min ~ # (?:chars|words)/min"),
        r"\2 秒说 \1 字，每分钟 \3 字 \4 \5 字",
    ),
    (_plain(r"no utterance of # or more"), r"没有满 \1 字的话语"),
    (_plain(r"count hold: # times ~ # times"), r"保持 \1 次 \2 \3 次"),
    (_plain(r"longest hold: # s ~ # s"), r"最长保持 \1 秒 \2 \3 秒"),
    (_plain(r"total hold: # s ~ # s"), r"保持共 \1 秒 \2 \3 秒"),
    (_plain(r"# of the speech is the agent's ~ # of the speech is the agent's"), r"坐席说话占比 \1 \2 \3"),
    (_plain(r"# turns ~ # turns"), r"\1 轮 \2 \3 轮"),
    (_plain(r"# ~ # dB louder"), r"音量升高 \1 \2 \3 分贝"),
    (_plain(r"# ~ # standard deviations above the own level"), r"高出本人平常音量 \1 \2 \3 个标准差"),
    (_plain(r"fewer than # utterances give no usual level"), r"少于 \1 句话，无法得知平常音量"),
    (_plain(r"said # times, first in utterance #"), r"说了 \1 遍，第一遍在第 \2 句"),
    (_plain(r"nearest to a repeat: similarity # ~ #"), r"最接近重复的话相似度 \1 \2 \3"),
    (_plain(r"nearest known question: similarity #"), r"与知识库最接近的问题相似度 \1"),
    (_plain(r"(.+): a known wrong answer"), r"已知的错误回答（\1）"),
    (_plain(r"(.+): best answer # ~ #"), r"与正确回答相似度 \2 \3 \4（\1）"),
    (_plain(r"the call has no (.+)"), r"通话没有 \1 信息"),
    (_plain(r"matches .+"), "符合规则的句式"),
    (_plain(r"for a person: (.+)"), r"需人工判断：\1"),
    (_plain(r"an excuse may be unheard"), "可能有未听清的说明"),
    (_plain(r"closing words may be unheard"), "可能有未听清的结束语"),
    (_plain(r"answers cannot be relied on"), "回答的转写不可靠"),
)
_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (_plain(r"searched, not found"), "not found"),
    (_plain(r"matches .+"), "matches the rule's pattern"),
)


def why(said: str) -> str:
    """*said* in the reader's language."""
    return in_words(said, language())


def in_words(said: str, tongue: str) -> str:
    """*said*, part by part; a part that nobody translated yet stays as it is."""
    known, mark = (_ENGLISH, "; ") if tongue == "en" else (_CHINESE, "；")
    return mark.join(dict.fromkeys(_part(part, known) for part in said.split("; ")))


def _part(part: str, known: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, words in known:
        match = pattern.fullmatch(part)
        if match:
            text = re.sub("|".join(_SPEAKERS), lambda who: _SPEAKERS[who[0]], match.expand(words))
            return re.sub("|".join(_SIGNS), lambda sign: _SIGNS[sign[0]], text)
    return part


def install(app: Flask) -> None:
    """Give templates the filter `why`."""
    app.jinja_env.filters["why"] = why
