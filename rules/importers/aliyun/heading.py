"""What a rule is called, how grave it is, what it costs and when it is in force."""

import re
from typing import Any

from rules.importers.aliyun.fields import Fields
from rules.importers.aliyun.result import Unrunnable

MAX_ID_CHARS = 64
_SEVERITIES = {0: "critical", 1: "major", 2: "minor"}
_BY_PERSON, _AUTOMATIC = 1, 3
_UNSCORED, _SCORED = 1, 3
_ADDS, _DEDUCTS = 1, 3
_PER_EFFECT, _ONCE = 0, 1
_SPACES = re.compile(r"\s+")


class Ids:
    """Ids of the rules of a document: their `rid`, else a slug of the name; a second one of the same gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._by_rid: dict[str, str] = {}

    def of(self, rule: Fields) -> str:
        rid = _slug(rule.text("rid", "ruleId"))
        given = self.new(rid or _slug(rule.text("name", "ruleName")) or "rule")
        if rid:
            self._by_rid.setdefault(rid, given)
        return given

    def new(self, wanted: str) -> str:
        """*wanted*, or the same with the first number that is free."""
        given, number = wanted, 2
        while given in self._taken:
            ending = f"-{number}"
            given, number = wanted[: MAX_ID_CHARS - len(ending)] + ending, number + 1
        self._taken.add(given)
        return given

    def of_rid(self, rid: str) -> str | None:
        """The id that the rule with this `rid` was given; None when the document has none."""
        return self._by_rid.get(_slug(rid))


def title_of(rule: Fields, rule_id: str) -> str:
    """Its name; the id where it has none."""
    return rule.text("name", "ruleName") or f"规则 {rule_id}"


def heading_of(rule: Fields, rule_id: str, ids: Ids) -> dict[str, Any]:
    """Everything of a rule but its conditions.

    Raises:
        Unrunnable: a value that has no meaning, or a prerequisite that is not in the document.
    """
    comments = rule.text("comments")
    written: dict[str, Any] = {"why": comments or f"导入自其他系统:{title_of(rule, rule_id)}"}
    grave = rule.whole("level")
    if grave is not None:
        if grave not in _SEVERITIES:
            raise Unrunnable(f"level {grave} has no meaning")
        written |= {"severity": _SEVERITIES[grave], "level": grave + 1}
    if effect := _effect(rule):
        written["effect"] = effect
    if rule.whole("autoReview") == _BY_PERSON:
        written["review"] = "flag"
    if days := _days(rule):
        written["effective"] = days
    if rid := rule.inside("preqRule").text("rid") or rule.text("preqRuleId"):
        needed = ids.of_rid(rid)
        if needed is None:
            raise Unrunnable(f"its prerequisite, rule {rid!r}, is not in the document")
        written["prerequisite"] = {"rule": needed}
    if tags := _tags(rule):
        written["tags"] = tags
    return written


def _effect(rule: Fields) -> dict[str, Any]:
    scored, kind, points = rule.whole("ruleScoreType"), rule.whole("scoreType"), rule.number("scoreNum")
    if kind not in (None, _ADDS, _DEDUCTS):
        raise Unrunnable(f"scoreType {kind} has no meaning")
    if scored not in (None, _UNSCORED, _SCORED):
        raise Unrunnable(f"ruleScoreType {scored} has no meaning")
    effect: dict[str, Any] = {"bonus": True} if kind == _ADDS else {}
    if scored == _UNSCORED or not points:
        return effect
    if kind is None:
        raise Unrunnable(f"scoreNum is {points:g}, but not whether it is added or deducted (scoreType)")
    effect["points"] = abs(points) if kind == _ADDS else -abs(points)
    if rule.whole("scoreNumType") == _PER_EFFECT:
        effect["per"] = "hit"
    return effect


def _days(rule: Fields) -> dict[str, str]:
    if rule.truth("fullCycle"):
        return {}
    since, until = (
        rule.day("effectiveStart", "effectiveStartTime"),
        rule.day("effectiveEnd", "effectiveEndTime"),
    )
    days = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    return {key: day for key, day in days.items() if day}


def _tags(rule: Fields) -> list[str]:
    """The lines of business it is for, where they are not all."""
    names = [Fields(each).text("name") for each in rule.listed("business") if Fields(each).text("bid") != "0"]
    return [name for name in dict.fromkeys(names) if name]


def _slug(name: str) -> str:
    return _SPACES.sub("-", name.strip())[:MAX_ID_CHARS]
