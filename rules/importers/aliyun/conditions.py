"""A bundle's conditions, turned one by one into ours and joined by what their lambdas say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rules.importers.aliyun.fields import Fields
from rules.importers.aliyun.logic import logic_of, names_in, written_out
from rules.importers.aliyun.operators import parts_of
from rules.importers.aliyun.parts import Part
from rules.importers.aliyun.result import Unrunnable
from rules.importers.aliyun.window import Window, window_of

_NOT_IN_NAMES = re.compile(r"[\s&|!(),（），！＆｜]+")


@dataclass(slots=True)
class Converted:
    """Conditions of one rule.

    Args:
        expression: of each condition, by its id, in the text form.
        written: our conditions, by name.
        used: the originals, by id, in the order in which they were needed.
    """

    expression: dict[str, str] = field(default_factory=dict)
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    used: dict[str, Fields] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


class Conditions:
    """Looks conditions up by id and converts those a rule needs, anchors included."""

    def __init__(self, conditions: Iterable[Fields]) -> None:
        self._by_id: dict[str, Fields] = {}
        self._twice: set[str] = set()
        for condition in conditions:
            name = id_of(condition)
            if name in self._by_id and self._by_id[name].raw != condition.raw:
                self._twice.add(name)
            self._by_id.setdefault(name, condition)

    def originals(self, ids: Iterable[str]) -> Iterator[Fields]:
        """The conditions of these ids and those they hang on, each once, as far as they exist."""
        waiting, seen = list(ids), set[str]()
        while waiting:
            name = waiting.pop(0)
            if name in self._by_id and name not in seen:
                seen.add(name)
                yield self._by_id[name]
                waiting.append(self._by_id[name].inside("check_range").inside("anchor").text("cid", "anchorCid"))

    def convert(self, name: str, into: Converted, trail: tuple[str, ...] = ()) -> str:
        """The expression of one condition, with what it hangs on; *into* receives it.

        Raises:
            Unrunnable: it is not defined, defined twice, hangs on itself, or cannot run.
        """
        if name in trail:
            raise Unrunnable(f"conditions hang on one another: {' → '.join((*trail[trail.index(name) :], name))}")
        if name in into.expression:
            return into.expression[name]
        if name not in self._by_id:
            raise Unrunnable(f"condition {name!r} is not defined")
        if name in self._twice:
            raise Unrunnable(f"condition {name!r} is defined twice, differently")
        into.used[name] = condition = self._by_id[name]
        if condition.whole("exclusion"):
            raise Unrunnable(f"condition {name!r} has an exclusion, which has no counterpart")
        window = window_of(condition.inside("check_range"))
        into.remarks += [f"condition {name}: {remark}" for remark in window.remarks]
        beside, before = "", ""
        if window.anchor:
            before = self.convert(window.anchor, into, (*trail, name)) + " && "
            beside = self._anchor(window.anchor, into)
        own = _Operators(name, condition, window, beside).converted(into)
        into.expression[name] = f"({before}{own})" if before else own
        return into.expression[name]

    def _anchor(self, name: str, into: Converted) -> str:
        """Our one condition at whose hits another window hangs."""
        condition = self._by_id[name]
        tree = logic_of(_lambda_of(condition), f"condition {name}")
        positive = {oid for oid, negated in names_in(tree) if not negated}
        alone = len(condition.listed("operators")) == 1
        bases = [name_of(name, "" if alone else oid) for oid in positive]
        names = [ours for ours in into.written for base in bases if ours == base or ours.startswith(f"{base}.")]
        if len(names) != 1:
            raise Unrunnable(f"an anchor at condition {name!r}, which has several operators")
        if len(list(names_in(tree))) > 1:
            into.remarks.append(f"condition {name}: what hangs on it hangs on the hits of its one positive operator")
        return names[0]


class _Operators:
    """The operators of one condition."""

    def __init__(self, name: str, condition: Fields, window: Window, beside: str) -> None:
        self._name, self._condition, self._window, self._beside = name, condition, window, beside
        self._by_id: dict[str, Fields] = {}
        for raw in condition.listed("operators"):
            operator = Fields(raw)
            oid = operator.text("oid", "id")
            if oid in self._by_id and self._by_id[oid].raw != operator.raw:
                raise Unrunnable(f"condition {name!r} has operator {oid!r} twice")
            self._by_id[oid] = operator

    def converted(self, into: Converted) -> str:
        if not self._by_id:
            raise Unrunnable(f"condition {self._name!r} has no operators")
        tree = logic_of(_lambda_of(self._condition), f"condition {self._name}")
        if self._window.anchor and any(negated for _, negated in names_in(tree)):
            into.remarks.append(f"condition {self._name}: a negated operator beside an anchor counts for all its hits")
        return written_out(tree, lambda oid: self._operator(oid, into))

    def _operator(self, oid: str, into: Converted) -> str:
        if oid not in self._by_id:
            raise Unrunnable(f"the lambda of condition {self._name!r} names operator {oid!r}, which it does not have")
        parts, remarks = parts_of(self._by_id[oid], self._window.role)
        into.remarks += [f"condition {self._name}: {remark}" for remark in remarks]
        alone = len(self._by_id) == 1
        names = []
        for part in parts:
            name = name_of(self._name, "" if alone else oid, part.suffix)
            if name in into.written:
                raise Unrunnable(f"two operators would both be called {name}")
            into.written[name] = part.written | ({"scope": scope} if (scope := self._scope(part)) else {})
            names.append(name)
        return names[0] if len(names) == 1 else f"({' || '.join(names)})"

    def _scope(self, part: Part) -> dict[str, Any]:
        role = part.role or (None if part.any_role else self._window.role)
        scope: dict[str, Any] = {"role": role} if role else {}
        scope |= self._window.scope
        if self._beside:
            scope[self._window.side] = self._beside
            if scope.get("hit") == "any":
                del scope["hit"]
        return scope


def id_of(condition: Fields) -> str:
    """The id by which lambdas call a condition."""
    return condition.text("cid", "conditionInfoCid", "id")


def name_of(*ids: str) -> str:
    """Our name for a condition or one of its operators: c3, c3.4."""
    return "c" + ".".join(part for each in ids if (part := _NOT_IN_NAMES.sub("_", each)))


def _lambda_of(condition: Fields) -> str:
    """Its lambda; all its operators where it has none."""
    written = condition.text("lambda", "operLambda")
    return written or "&&".join(Fields(each).text("oid", "id") for each in condition.listed("operators"))
