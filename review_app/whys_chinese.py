"""What a rule measured, in Chinese: every form in which a condition says it in plain English."""

import re
from collections.abc import Callable

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
_SPEAKERS = {"agent": "坐席", "customer": "客户", "any": "任何人"}
_MEASURES = {"longest": "最长一次等待", "total": "等待合计", "count": "等待次数", "s": "秒", "times": "次"}
_UNITS = {"chars": "字", "words": "词"}
_COMPARED = {
    "eq": "等于",
    "ne": "不等于",
    "lt": "小于",
    "le": "不大于",
    "gt": "大于",
    "ge": "不小于",
    "in": "属于",
    "not_in": "不属于",
    "contains": "包含",
    "between": "介于",
}
_SHAPES = {
    "a phone number": "电话号码",
    "an identity number whose checksum holds": "身份证号（校验位正确）",
    "a card number whose checksum holds": "银行卡号（校验位正确）",
    "an amount": "金额",
    "a date": "日期",
    "a number plate": "车牌号",
    "an e-mail address": "邮箱地址",
}
_SIDES = {"before": "之前", "after": "之后", "around": "前后", "same": "同句", "between": "之间"}

# '#' stands for a number, '~' for a comparison, '*' for anything.
_CHINESE: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    ("searched, not found", "没有找到"),
    ("not found", "没有找到"),
    ("none may be said", "不得出现"),
    ("said only where an exception is(?:, or more than \\d+ utterances before)?", "只在例外的说法里出现"),
    ("said only where it does not count", "说了，但不在要求的位置，或同句里有不计的话"),
    ("# times < #", r"\1 次 < \2 次"),
    ("# points < #", r"\1 分 < \2 分"),
    ("'*': sounds # % alike < 100 %", r"与「\1」读音相近 \2% < 100%"),
    ("the first is said, the second is not beside it", "说了前一组词，同一句里没有后一组词"),
    ("longest pause of this kind # s <= # s", r"这类停顿最长 \1 秒 ≤ \2 秒"),
    ("the hits come in another order", "出现的先后不对"),
    ("# s apart > # s", r"相隔 \1 秒 > \2 秒"),
    ("(an? .*|an identity .*) is not said", lambda found: f"没有说到{_SHAPES.get(found[1], found[1])}"),
    ("(an? .*) is said, but not the one", lambda found: f"说了{_SHAPES.get(found[1], found[1])}，但不是要找的那个"),
    (
        "(an amount|a date): * not (eq|ne|lt|le|gt|ge|in|not_in|contains|between) *",
        lambda found: f"{_SHAPES[found[1]]}：{found[2]} 不满足{_COMPARED[found[3]]} {found[4]}",
    ),
    ("(\\S+) * not (eq|ne|lt|le|gt|ge|in|not_in|contains|between) *",
     lambda found: f"{found[1]} {found[2]} 不满足{_COMPARED[found[3]]} {found[4]}"),
    ("# of # different words", r"说到 \1 个，要求 \2 个不同的词"),
    ("# of # utterances do not", r"\2 句中有 \1 句没有"),
    ("# of # utterances searched cannot be relied on", r"查找的 \2 句中有 \1 句不可靠"),
    ("the words or the speaker are not certain", "转写或说话人不确定"),
    ("may be invented", "可能是凭空转写的"),
    ("is there: '*'", r"出现了「\1」"),
    ("similarity # ~ #", r"相似度 \1 \2 \3"),
    ("'': similarity # ~ #", r"与例句相似度 \1 \2 \3"),
    ("'*': similarity # ~ #", r"与「\1」相似度 \2 \3 \4"),
    ("nearest to a repeat: similarity # ~ #", r"最接近重复的相似度 \1 \2 \3"),
    ("sounds like *", r"读音像「\1」"),
    ("suspected by its sound alone", "仅凭读音，疑似"),
    ("matches *", "符合规则的句式"),
    ("# (chars|words) apart ~ #", lambda found: f"相距 {found[1]} {_UNITS[found[2]]}（{found[3]} {found[4]}）"),
    ("none of * within #", r"前后 \2 之内没有「\1」"),
    ("said # times, first in utterance #", r"说了 \1 遍，第一次在第 \2 句"),
    ("# s ~ # s", r"\1 秒 \2 \3 秒"),
    ("longest pause # s", r"最长停顿 \1 秒"),
    ("the times of speech are not known", "说话时间未知"),
    ("an excuse may be unheard", "可能有未听清的说明"),
    ("# excused by what was said", r"\1 处因说明过不计"),
    ("nothing there to measure", "该处没有可以衡量的话语"),
    ("talks over for # s ~ # s", r"抢话 \1 秒 \2 \3 秒"),
    ("# times, # s in all", r"共 \1 次、\2 秒"),
    ("# times, # s in all ~ # s", r"共 \1 次、\2 秒 \3 \4 秒"),
    ("talk-over cannot be heard on one mixed channel", "单声道录音听不出抢话"),
    ("# chars/min ~ # chars/min", r"每分钟 \1 字 \2 \3 字"),
    ("# words/min ~ # words/min", r"每分钟 \1 词 \2 \3 词"),
    ("# in # s of speech = # chars/min ~ # chars/min", r"\2 秒说了 \1 字，每分钟 \3 字 \4 \5 字"),
    ("# in # s of speech = # words/min ~ # words/min", r"\2 秒说了 \1 词，每分钟 \3 词 \4 \5 词"),
    ("no utterance of # or more(?: to measure)?", r"没有满 \1 个字词的话语"),
    ("# ~ # dB louder", r"响 \1 分贝 \2 \3 分贝"),
    ("# ~ # standard deviations above the own level", r"高出本人平时音量 \1 个标准差 \2 \3"),
    ("the loudness was not measured", "没有测量音量"),
    ("fewer than # utterances give no usual level", r"不足 \1 句，无法得出平时音量"),
    ("# of the speech is the agent's ~ # of the speech is the agent's", r"坐席说话占比 \1 \2 \3"),
    ("who speaks is not certain", "不能确定是谁在说话"),
    ("nobody whose role is known speaks there", "该处没有身份确定的说话人"),
    ("# turns ~ # turns", r"话轮 \1 \2 \3"),
    (
        "(longest|total|count) hold: # (s|times) ~ # (?:s|times)",
        lambda found: (
            f"{_MEASURES[found[1]]} {found[2]} {_MEASURES[found[3]]} {found[4]} {found[5]} {_MEASURES[found[3]]}"
        ),
    ),
    ("the length of the call is not known", "通话时长未知"),
    ("hung_up_by (agent|customer)", lambda found: f"系统记录由{_SPEAKERS[found[1]]}挂机"),
    ("the (agent|customer) says so", lambda found: f"{_SPEAKERS[found[1]]}自己说要挂机"),
    ("the (agent|customer) closed the call with words", lambda found: f"{_SPEAKERS[found[1]]}说了结束语"),
    ("the (agent|customer) did not hang up", lambda found: f"不是{_SPEAKERS[found[1]]}挂机"),
    ("no answer to the last words", "最后一句话没有得到回应"),
    ("closing words may be unheard", "可能有未听清的结束语"),
    ("nobody speaks(?: there)?", "无人说话"),
    ("the (agent|customer) does not speak there", lambda found: f"{_SPEAKERS[found[1]]}在该处没有说话"),
    ("the call has no such stretch \\(*\\)", lambda found: f"通话中没有这一段（{_scope(found[1])}）"),
    ("nothing to look (before|after|around|same|between): * was not found",
     lambda found: f"没有找到「{found[2]}」，无从查找其{_SIDES[found[1]]}"),
    ("(\\S+) was not found after (\\S+)", r"「\2」之后没有找到「\1」"),
    ("(\\S+) is empty", r"\1 为空"),
    ("(\\S+) is filled", r"\1 不为空"),
    ("the call has no *", r"通话没有「\1」这一信息"),
    ("(\\S+) * cannot be compared with *", r"\1 \2 无法与 \3 比较"),
    ("(\\S+) * (eq|ne|lt|le|gt|ge|in|not_in|contains|between) *",
     lambda found: f"{found[1]} {found[2]} {_COMPARED[found[3]]} {found[4]}"),
    ("# % of the script ~ # %", r"脚本完成 \1% \2 \3%"),
    ("missing: *", r"缺少：\1"),
    ("out of order: *", r"顺序不对：\1"),
    ("nearest known question: similarity #", r"与知识库最接近的问题相似度 \1"),
    ("*: a known wrong answer", r"\1：已知的错误回答"),
    ("*: best answer # ~ #", r"\1：最接近的正确回答相似度 \2 \3 \4"),
    ("answers cannot be relied on", "回答的转写不可靠"),
    ("no classifier '*' is plugged in", r"没有接入模型「\1」"),
    ("* quotes nothing that was said there", r"模型 \1 没有引用通话原话"),
    ("for a person: *", r"需人工判断：\1"),
    ("the hits do not follow one another as demanded", "没有按要求的先后出现"),
    ("its prerequisite does not hold", "前提不成立"),
    ("no bonus was earned", "没有获得加分"),
    ("not in force on the day of the call", "通话当天规则未生效"),
)  # fmt: skip
_FEELING = re.compile(r"voice (-?[\d.]+) deviations above the own level")
_COMPILED = tuple(
    (
        re.compile(
            said.replace("#", r"(-?\d+(?:\.\d+)?)").replace("~", "(>=|<=|>|<)").replace("*", "(.*?)"), re.DOTALL
        ),
        chinese,
    )
    for said, chinese in _CHINESE
)


def in_chinese(part: str) -> str:
    """One part of a reason; what is data in it (a word, a step) stays as it is, and so does what nobody foresaw."""
    name, _, compared = part.partition(": ")
    if name in _SHAPES and compared:
        value, how, limit = [*compared.split(" ", 2), "", ""][:3]
        return f"{_SHAPES[name]}：{value} {_COMPARED.get(how, how)} {limit}"
    if part in _SHAPES:
        return _SHAPES[part]
    for pattern, chinese in _COMPILED:
        found = pattern.fullmatch(part)
        if found is not None:
            return _signs(found.expand(chinese) if isinstance(chinese, str) else chinese(found))
    return _signs(_FEELING.sub(r"音量高出平时 \1 个标准差", part))


def _scope(said: str) -> str:
    words = (_SPEAKERS.get(word, _SIDES.get(word, word)) for word in said.replace(",", "").split())
    return " ".join(words).replace("utterances ", "第 ").replace("seconds ", "秒 ").replace("percent ", "% ")


def _signs(text: str) -> str:
    return re.sub("|".join(_SIGNS), lambda sign: _SIGNS[sign[0]], text)
