"""Their operators that read words."""

import re
from typing import Any

from rules.importers.aliyun.parts import Part, Reading, percent, strings
from rules.importers.aliyun.result import Unrunnable
from rules.importers.aliyun.window import role_of

_ALL, _NONE, _ANY = -1, 0, 1
_LETTER = re.compile(r"(?<!\\)[A-Za-z]")
_DOT = re.compile(r"(?<!\\)\.")
_ENTITIES = {
    "phone": ("phone", "mobile", "电话", "电话号码", "手机", "手机号", "手机号码"),
    "id_card": ("id_card", "idcard", "身份证", "身份证号", "身份证号码"),
    "bank_card": ("bank_card", "bankcard", "银行卡", "银行卡号"),
    "amount": ("amount", "money", "金额"),
    "date": ("date", "日期"),
    "plate": ("plate", "车牌", "车牌号", "车牌号码"),
    "email": ("email", "邮箱", "电子邮箱", "电子邮件"),
}
_SIDES = ("agent", "customer")


def any_keywords(reading: Reading) -> list[Part]:
    """HIT_ANY_KEYWORDS."""
    return _keywords(reading, _ANY)


def include_keywords(reading: Reading) -> list[Part]:
    """INCLUDE_KEYWORDS: all of them, at least n, or none."""
    return _keywords(reading, _ALL)


def _keywords(reading: Reading, default: int) -> list[Part]:
    param = reading.param
    words = strings(param.listed("keywords", "operKeyWords"), "keywords")
    size = param.whole("keywordMatchSize")
    size = default if size is None else size
    written: dict[str, Any] = {"op": "keyword", "words": words}
    if size == _ALL:
        written["need"] = "all"
    elif size == _NONE:
        written["need"] = "none"
    elif size < _ALL or size > len(words):
        raise Unrunnable(f"keywordMatchSize is {size} of {len(words)} keywords")
    elif size > _ANY:
        written["need"] = size
    if param.truth("in_sentence"):
        written["inside"] = "utterance"
    if (times := param.whole("threshold") or 1) > 1:
        written["times"] = times
    if param.truth("case_sensitive"):
        written["case"] = True
    if synonyms := param.inside("synonyms").raw:
        written["synonyms"] = {word: strings(_as_list(said), "synonyms") for word, said in synonyms.items()}
    if param.truth("keywordExtension"):
        reading.remarks.append("keywordExtension is not done here: only the keywords themselves are looked for")
    return [Part(written)]


def similar(reading: Reading) -> list[Part]:
    """SIMILAR_MATCH."""
    sentences = strings(reading.param.listed("similarlySentences"), "similarlySentences")
    at_least = percent(reading.param.number("score"), "score")
    reading.remarks.append("similarity is measured by shared characters here, not by their model")
    return [Part({"op": "similar", "sentences": sentences} | ({"at_least": at_least} if at_least else {}))]


def pattern(reading: Reading) -> list[Part]:
    """REGULAR_EXPRESSION; case counts, as in the original."""
    param = reading.param
    wanted, unwanted = param.text("regex"), param.text("notRegex")
    if not wanted:
        raise Unrunnable("no regex")
    if param.listed("references"):
        raise Unrunnable("references of a regex have no counterpart")
    written: dict[str, Any] = {"op": "regex", "pattern": wanted}
    if unwanted:
        written["except"] = unwanted
    if _LETTER.search(wanted + unwanted):
        written["case"] = True
    if not param.truth("in_sentence"):
        written["inside"] = "window"
        if _DOT.search(wanted):
            reading.remarks.append("a dot of the regex does not reach from one sentence into the next")
    return [Part(written)]


def repeat(reading: Reading) -> list[Part]:
    """ADVANCED_REPEAT_DETECT; the first repetition is the second time it is said."""
    param = reading.param
    target = role_of(param.text("target_role"))
    if target and reading.role and target != reading.role:
        raise Unrunnable("one side repeating what the other said")
    written: dict[str, Any] = {"op": "repeat", "back": param.whole("from") or 0}
    if similarity := percent(param.number("similarity_threshold"), "similarity_threshold"):
        written["similarity"] = similarity
    written["times"] = (param.whole("hit_time") or 1) + 1
    written["min_length"] = max(1, param.whole("threshold") or 1)
    if excludes := param.listed("excludes"):
        written["except"] = strings(excludes, "excludes")
    side = reading.role or target
    if side:
        return [Part(written, role=side)]
    return [Part(dict(written), suffix=one, role=one) for one in _SIDES]


def entity(reading: Reading) -> list[Part]:
    """NER_MODEL, for the kinds that have a shape."""
    named = reading.param.text("dataType").lower() or reading.param.inside("customerParam").text("name", "type").lower()
    kind = next((kind for kind, names in _ENTITIES.items() if named in names), None)
    if kind is None:
        raise Unrunnable(f"entity {named!r} is not known here")
    if reading.param.inside("customerParam").value("value", "compareOperator", "operator") is not None:
        raise Unrunnable("an entity compared with a value")
    return [Part({"op": "entity", "kind": kind})]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
