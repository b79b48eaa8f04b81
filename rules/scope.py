"""Where a condition looks: whose words, which part of the call, and where relative to another condition."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rules.spec import Spec, Stretch


class Speaker(StrEnum):
    """Whose words count."""

    AGENT = "agent"
    CUSTOMER = "customer"
    ANY = "any"


class Side(StrEnum):
    """Where the window lies, seen from the hit of another condition."""

    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"
    SAME = "same"
    BETWEEN = "between"


WhichHit = Literal["first", "last", "any", "every"] | Annotated[int, Field(ge=1, le=1000)]


class Scope(Spec):
    """The window of a condition.

    Args:
        role: whose utterances; positions count among these only.
        utterances: which of them, from 1; negative from the end. With an anchor 1 is the nearest.
        seconds: by start time; negative from the end of the call. With an anchor counted away from it.
        percent: the same in per cent of the call.
        before, after, around, same: the id of another condition of the rule; the window hangs on its hits.
            `after` with `before`: from a hit of the one to the next hit of the other.
        hit: which of its hits: first, last, the n-th, `any` (one window suffices), `every` (all must hold).
        every: every utterance of the window must satisfy the operator, not just some.
    """

    role: Speaker = Speaker.ANY
    utterances: Stretch | None = None
    seconds: Stretch | None = None
    percent: Stretch | None = None
    before: str | None = None
    after: str | None = None
    around: str | None = None
    same: str | None = None
    hit: WhichHit = "any"
    every: bool = False

    @property
    def side(self) -> Side | None:
        """Where the window lies relative to its anchor; None when it hangs on nothing."""
        if self.after is not None:
            return Side.BETWEEN if self.before is not None else Side.AFTER
        if self.before is not None:
            return Side.BEFORE
        if self.around is not None:
            return Side.AROUND
        return None if self.same is None else Side.SAME

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of the conditions that this window hangs on, the one it starts from first."""
        return tuple(name for name in (self.after, self.before, self.around, self.same) if name is not None)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if (len(self.anchors) > 1 and self.side is not Side.BETWEEN) or len(self.anchors) > 2:
            raise ValueError("only one of before, after, around, same; or after together with before")
        if not self.anchors and self.hit != "any":
            raise ValueError("hit needs before, after, around or same")
        if self.anchors and self.percent is not None:
            raise ValueError("percent is of the whole call and cannot be combined with an anchor")
        if self.utterances is not None:
            for bound in (self.utterances.first, self.utterances.last):
                if bound is not None and (bound == 0 or bound != int(bound)):
                    raise ValueError("utterances are counted in whole numbers from 1, or from -1 backwards")
        return self
