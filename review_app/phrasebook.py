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
    (r"Input should be a valid (?:number|integer).*", "要写数字"),
    (r"Input should be a valid date.*", "请写成 2026-11-22 这样的日期"),
    (r"Input should be a valid (?:list|tuple).*", "要写成列表"),
    (r"Input should be a valid string", "要写成文字"),
    (r"Input should be a valid boolean.*", "要写 true 或 false"),
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
