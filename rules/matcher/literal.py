"""Literal phrases: one table of strings for all of them."""

from collections.abc import Sequence

from rules.matcher.phrase import Found
from rules.matcher.strings import StringTable
from rules.matcher.whole import may_cut, whole_places
from rules.text.normalise import Joined


class LiteralScanner:
    """Finds folded *needles*, all different and none empty, in a joined text."""

    def __init__(self, needles: Sequence[str]) -> None:
        self._table = StringTable(needles)
        self._may_cut = may_cut(needles)

    def scan(self, joined: Joined) -> Found:
        """Every place of every needle, left to right for each; places of one needle do not overlap."""
        needle, start = self._table.find(joined.codes)
        return whole_places(needle, start, start + self._table.lengths[needle], joined.text, self._may_cut)
