"""What a rule measured, in words. The rule engine writes one plain English; here it is said in the reader's tongue."""

import re

from flask import Flask
from flask_babel import gettext as _

from review_app.languages import language

_NUMBER = r"(-?\d+(?:\.\d+)?)"
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
    (_plain(r"# of # different words"), r"说到 \1 个,要求 \2 个不同的词"),
    (_plain(r"# of # utterances do not"), r"\2 句中有 \1 句没有"),
    (_plain(r"# of # utterances searched cannot be relied on"), r"查找的 \2 句中有 \1 句转写不可靠"),
    (_plain(r"'?(.+?)'?: similarity # ~ #"), r"与「\1」相似度 \2 \3 \4"),
    (_plain(r"best known question: similarity #"), r"与知识库最接近的问题相似度 \1"),
    (_plain(r"# s of # s"), r"\1 秒,共 \2 秒"),
    (_plain(r"no utterance of # or more to measure"), r"没有满 \1 字的话语可供测量"),
    (_plain(r"the length of the call is not known"), "通话时长未知"),
    (_plain(r"nobody speaks"), "无人说话"),
    (_plain(r"matches .+"), "符合规则的句式"),
    (_plain(r"for a person: (.+)"), r"需人工判断:\1"),
    (_plain(r"an excuse may be unheard"), "可能有未听清的说明"),
    (_plain(r"closing words may be unheard"), "可能有未听清的结束语"),
    (_plain(r"answers cannot be relied on"), "回答的转写不可靠"),
)
_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (_plain(r"searched, not found"), "not found"),
    (_plain(r"matches .+"), "matches the rule's pattern"),
)


def why(said: str) -> str:
    """*said*, part by part; a part that nobody translated yet stays as it is."""
    known = _ENGLISH if language() == "en" else _CHINESE
    return str(_("；")).join(dict.fromkeys(_part(part, known) for part in said.split("; ")))


def _part(part: str, known: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, words in known:
        match = pattern.fullmatch(part)
        if match:
            text = match.expand(words)
            return re.sub("|".join(_SIGNS), lambda sign: _SIGNS[sign[0]], text)
    return part


def install(app: Flask) -> None:
    """Give templates the filter `why`."""
    app.jinja_env.filters["why"] = why
