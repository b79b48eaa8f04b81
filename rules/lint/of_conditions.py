"""Conditions that can never hold, or whose scope says what their operator does not look at."""

from collections.abc import Iterator

from rules.agreement import nodes_of
from rules.condition import AtLeast, Not, Sequence, walk
from rules.lint.remark import Grade, Said
from rules.operators.base import Operator
from rules.operators.compare import Bounded
from rules.operators.duration import Duration
from rules.operators.hang_up import HangUp
from rules.operators.hold import Hold
from rules.operators.interruption import Interruption
from rules.operators.keyword import Keyword
from rules.operators.knowledge import Knowledge
from rules.operators.manual import AskPerson
from rules.operators.metadata import Metadata
from rules.operators.repeat import Repeat
from rules.operators.script import Script
from rules.operators.silence import SilenceFor
from rules.operators.talk_ratio import TalkRatio
from rules.operators.turns import Turns
from rules.rulebook import Rule, Rulebook
from rules.scope import Scope, Speaker
from rules.spec import Span

_OF_THE_CALL = (HangUp, Metadata, AskPerson)  # they look at the whole call, whatever the scope says
_OF_NOBODY = (Duration, Hold, TalkRatio, Interruption)  # they look at times; the others of their kind refuse a role
_OF_SEVERAL = (Repeat, Script, Knowledge, SilenceFor, Interruption, TalkRatio, Duration, Turns, Hold)


def never(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    """More demanded than there is."""
    for _, node in nodes_of(rule):
        if isinstance(node, Keyword) and isinstance(node.need, int):
            words = len({*node.words, *(word for name in node.lists_ for word in rulebook.word_lists[name])})
            if node.need > words:
                yield Grade.ERROR, f"can never fire: it needs {node.need} different words and has {words}"
        if isinstance(node, Bounded) and node.over is not None and node.under is not None and node.over >= node.under:
            yield Grade.ERROR, f"can never fire: nothing is over {node.over:g} and under {node.under:g}"
        if isinstance(node, TalkRatio) and node.over is not None and node.over >= 1:
            yield Grade.ERROR, f"can never fire: a share of the speech is never over {node.over:g}; 80 per cent is 0.8"
    for root in (rule.when, rule.prerequisite):
        for _, part in walk(root) if root is not None else ():
            if isinstance(part, AtLeast) and part.at_least > len(part.of):
                yield Grade.ERROR, f"can never fire: at least {part.at_least} of {len(part.of)}"
            if isinstance(part, Sequence) and any(isinstance(one, Not) for one in part.sequence):
                yield Grade.ERROR, "can never fire: what is not there has no place in a sequence"


def unread(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    """A scope that is not looked at, or that leaves nothing to look at."""
    for _, node in nodes_of(rule):
        if not isinstance(node, Operator):
            continue
        for name in ("utterances", "seconds", "percent"):
            stretch = getattr(node.scope, name)
            if stretch is not None and _is_empty(stretch):
                yield Grade.ERROR, f"scope.{name} {stretch} is the wrong way round: there is nothing in it"
        if isinstance(node, _OF_THE_CALL) and node.scope != Scope():
            yield Grade.WARNING, f"{node.op} is of the whole call: its scope is not looked at"
        if isinstance(node, TalkRatio) and node.scope.role is not Speaker.ANY:
            yield Grade.ERROR, "talk_ratio of one side alone is always all or nothing: leave out scope.role"
        elif isinstance(node, _OF_NOBODY) and node.scope.role is not Speaker.ANY:
            yield Grade.WARNING, f"{node.op} is not of one side: scope.role only moves where it looks"
        if isinstance(node, _OF_SEVERAL) and node.scope.every:
            yield Grade.ERROR, f"{node.op} is not of a single utterance: every has no meaning for it"


def _is_empty(stretch: Span) -> bool:
    """Whether its end lies before its beginning, both counted from the same side."""
    first, last = stretch.first, stretch.last
    return first is not None and last is not None and first > last and (first < 0) == (last < 0)
