"""Reads values of any dialect: names in any case, numbers as strings, booleans as 0 and 1, lists wrapped or bare."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from rules.importers.aliyun.result import Unrunnable

Json = Any  # what json.loads gives; turned into our own types here

_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?(e[-+]?[0-9]{1,2})?")
CHINA = timezone(timedelta(hours=8))
_TRUE, _FALSE = ("1", "true", "yes"), ("0", "false", "no", "")
_DATES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%Y%m%d")


class Fields:
    """One JSON object. *raw* is kept as it was."""

    def __init__(self, raw: Json) -> None:
        self.raw: Mapping[str, Json] = raw if isinstance(raw, Mapping) else {}
        self._by_name = {_plain(name): value for name, value in self.raw.items()}

    def value(self, *names: str) -> Json:
        """The first of *names* that is there and not null."""
        return next((found for name in names if (found := self._by_name.get(_plain(name))) is not None), None)

    def text(self, *names: str) -> str:
        """Empty where it is missing; numbers as they are written."""
        found = self.value(*names)
        return "" if found is None or isinstance(found, (Mapping, list)) else str(found).strip()

    def number(self, *names: str) -> float | None:
        """None where it is missing or empty.

        Raises:
            Unrunnable: it is there and is no number.
        """
        text = self.text(*names).lower()
        if text in ("true", "false"):
            return float(text == "true")
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise Unrunnable(f"{names[0]} is {text!r}, which is no number")
        return float(text)

    def whole(self, *names: str) -> int | None:
        """The same for a whole number."""
        number = self.number(*names)
        if number is None:
            return None
        if number != int(number):
            raise Unrunnable(f"{names[0]} is {number:g}, which is no whole number")
        return int(number)

    def truth(self, *names: str) -> bool:
        """False where it is missing.

        Raises:
            Unrunnable: it is neither true nor false.
        """
        text = self.text(*names).lower()
        if text not in (*_TRUE, *_FALSE):
            raise Unrunnable(f"{names[0]} is {text!r}, which is neither true nor false")
        return text in _TRUE

    def listed(self, *names: str) -> list[Json]:
        """Empty where it is missing; a list in a wrapper (`{"Keyword": [...]}`) is taken out of it."""
        return unwrapped(self.value(*names))

    def inside(self, *names: str) -> "Fields":
        """The object of that name; one without fields where it is missing or empty."""
        return Fields(self.value(*names))

    def day(self, *names: str) -> date | None:
        """A day in China, from a date or from milliseconds since 1970.

        Raises:
            Unrunnable: it is neither.
        """
        text = self.text(*names)
        if not text:
            return None
        if text.isdecimal() and len(text) > 8:
            seconds = int(text) / (1000 if len(text) > 10 else 1)
            return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA).date()
        for shape in _DATES:
            try:
                return datetime.strptime(text, shape).replace(tzinfo=CHINA).date()
            except ValueError:
                continue
        raise Unrunnable(f"{names[0]} is {text!r}, which is no date")

    def __bool__(self) -> bool:
        return any(value not in (None, "", {}, []) for value in self.raw.values())


def unwrapped(value: Json) -> list[Json]:
    """A list, taken out of its wrapper; a lone value as a list of one."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        only = list(value.values())
        if len(only) == 1 and isinstance(only[0], list):
            return only[0]
        return [value] if value else []
    return [value]


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
