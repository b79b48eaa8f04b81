"""Where in its clause a phrase stands, and the words beside which it does not count.

A clause is what is said between two punctuation marks, or between one and the end of the utterance. Recognised text
has few marks: where there are none the utterance is one clause.
"""

import re
from enum import StrEnum

from rules.scan import Occurrence
from rules.scene import Scene

_MARK = r"(?:[，。！？；：…,!?;\n]|[.:](?![0-9]))"  # 、 lists things inside a clause; 3.5 and 8:30 are numbers
_ASIDE = r"[^\w，。！？；：…,.!?;:\n]*"  # spaces and quotation marks
_BROKEN = re.compile(_MARK)
_BEGINS = re.compile(rf"(?:^|{_MARK}){_ASIDE}$")
_ENDS = re.compile(rf"[啊呀吧呢吗嘛么哦噢喔啦呐哈嘞咯]*{_ASIDE}(?:$|{_MARK})")


class Clause(StrEnum):
    """Where a phrase must stand.

    ANYWHERE: punctuation makes no difference, not even inside the phrase.
    WITHIN: all of it in one clause.
    BEGINS, ENDS: its clause begins or ends with it; closing particles such as 啊 and 吧 may follow.
    WHOLE: it is all that its clause says.
    """

    ANYWHERE = "anywhere"
    WITHIN = "within"
    BEGINS = "begins"
    ENDS = "ends"
    WHOLE = "whole"

    def has(self, scene: Scene, place: Occurrence) -> bool:
        """Whether a phrase that was heard at *place* stands like this."""
        text = scene.utterances[place.position].text
        if self is Clause.ANYWHERE:
            return True
        if _BROKEN.search(text, place.start, place.end):
            return False
        begins = self not in (Clause.BEGINS, Clause.WHOLE) or _BEGINS.search(text[: place.start]) is not None
        return begins and (self not in (Clause.ENDS, Clause.WHOLE) or _ENDS.match(text, place.end) is not None)


def said_beside(numbers: frozenset[int], scene: Scene) -> frozenset[int]:
    """The positions of the utterances in which one of these phrases is said."""
    heard = numbers & scene.found_numbers
    return frozenset(position for number in heard for position in scene.found.positions(number))
