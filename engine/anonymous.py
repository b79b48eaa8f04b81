"""Words that tell who somebody is, in what was said to a stranger: forms of address, and how people name themselves.

Rosters know the people of the house; a customer is in no roster. What is masked too much costs a word of an example,
what is masked too little costs a person their privacy, so the patterns are generous.
"""

import re
from collections.abc import Iterable

from rules.text.numerals import digit_runs

# Amounts keep three digits, a year or the last four of a card do not.
SHORTEST_NUMBER = 4

# The hundred family names that cover some 85 % of China: Ministry of Public Security, name report of 2020.
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔"
    "谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
_HAN = r"[\u4e00-\u9fff]"
_PATTERNS = (
    # 王先生, 李晓明女士, 陈总
    re.compile(rf"[{_FAMILY}]{_HAN}{{0,2}}(?=先生|女士|小姐|太太|老师|经理|师傅|总(?![共是体之结算的有会量数]))"),
    # 我叫李晓明, 免贵姓王, 我是张伟
    re.compile(r"欧阳|上官|司马|诸葛|司徒|皇甫|慕容|尉迟|长孙"),
    re.compile(rf"(?<=叫)[{_FAMILY}]{_HAN}{{1,2}}|(?<=姓)[{_FAMILY}](?:{_HAN}(?=[,，。 ]|$))?"),
    re.compile(rf"(?<=我是)[{_FAMILY}]{_HAN}{{1,2}}(?=[,，。、 ]|$)|(?<=我是)[{_FAMILY}](?={_HAN}?[,，。、 ]|$)"),
    re.compile(r"(?:(?i:(?<=\bmr[\s.])|(?<=\bms[\s.])|(?<=\bmrs[\s.]))\s?)(?P<name>[A-Za-z][\w'-]+)"),
    re.compile(
        r"(?:(?i:(?<=\bmy name is\s))|(?i:(?<=\bthis is\s))(?=[A-Z]))(?P<name>[A-Za-z][\w'-]+(?:\s[A-Z][\w'-]+)?)"
    ),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
)


def personal_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of *text* that may name somebody: half-open, in order, not overlapping."""
    found = (match for pattern in _PATTERNS for match in pattern.finditer(text))
    named = (match.span("name" if "name" in match.re.groupindex else 0) for match in found)
    numbers = ((run.start, run.end) for run in digit_runs(text) if len(run.digits) >= SHORTEST_NUMBER)
    return joined((*named, *numbers))


def joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """*spans* in order, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """*text* with every letter and digit of *spans* starred out."""
    for start, end in spans:
        text = text[:start] + "".join("*" if one.isalnum() else one for one in text[start:end]) + text[end:]
    return text
