"""What rules/ says of rule files, in Chinese: English messages by pattern, and the words for each."""

import re
from collections.abc import Iterable

from review_app.languages import language

# Of numbers, texts and lists, wherever they stand.
PLAIN: tuple[tuple[str, str], ...] = (
    (r"is missing", "必填"),
    (r"needs zh or en", "至少写一种语言"),
    (r"until is before since", "失效日期早于生效日期"),
    (r"no rule '(.+)'", r"没有编号为 \1 的规则"),
    (r"Input should be greater than or equal to (.+)", r"不能小于 \1"),
    (r"Input should be less than or equal to (.+)", r"不能大于 \1"),
    (r"Input should be greater than (.+)", r"要大于 \1"),
    (r"needs a whole number; '(.*)' is text: write it without quotes", r"要写整数；「\1」是文字：去掉引号"),
    (r"needs a whole number;.*", "要写整数"),
    (r"needs a number; '(.*)' is text: write it without quotes", r"要写数字；「\1」是文字：去掉引号"),
    (r"needs a number;.*", "要写数字"),
    (r"needs a date such as .*|Input should be a valid date.*", "请写成 2026-11-22 这样的日期"),
    (r"needs a list; .*: write (\[.*\])", r"要写成列表：\1"),
    (r"needs a list[;,].*", "要写成列表"),
    (r"needs text; (.*) is .*: put it in quotes, '.*'", r"要写成文字：给 \1 加上引号"),
    (r"needs text;.*", "要写成文字"),
    (r"needs true or false; '(.*)' is text: write (true|false), without quotes", r"「\1」是文字：写 \2，不加引号"),
    (r"needs true or false;.*", "要写 true 或 false"),
    (r"needs names with a value each;.*", "要写成「键: 值」"),
    (r"Input should be (.+)", r"只能是 \1"),
    (r"(?:String|Tuple|List|Value) should have at least 1 (?:character|item).*", "不能为空"),
)


class Phrasebook:
    """The messages of one kind of place, before the plain ones; what nobody translated yet stays as it is."""

    def __init__(self, own: Iterable[tuple[str, str]]) -> None:
        self._chinese = tuple((re.compile(pattern), words) for pattern, words in (*own, *PLAIN))

    def told(self, said: str) -> str:
        """*said* in the reader's language."""
        return said if language() == "en" else self.in_chinese(said)

    def in_chinese(self, said: str) -> str:
        """*said* in Chinese."""
        for pattern, words in self._chinese:
            if found := pattern.fullmatch(said):
                return found.expand(words)
        return said
