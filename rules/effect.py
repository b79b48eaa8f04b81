"""What a rule does to the score."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from rules.spec import Spec


class On(StrEnum):
    """Which answer costs: that the trigger is there, or that it is missing."""

    PRESENCE = "presence"
    ABSENCE = "absence"


class Effect(Spec):
    """What a rule does to the score.

    Args:
        on: `presence`: the trigger is what went wrong; `absence`: its lack is.
        points: negative for a deduction, positive for a bonus, 0 to report only.
        per: `once`, or `hit`: for every time it happened.
        max_times, cap: no more than so many times, no more than so many points.
        critical: the whole item is lost and the form cannot pass.
        fatal: the section, or the whole form, is 0.
        bonus: the trigger is welcome: a finding with verdict `pass` adds points; no trigger, no finding.
    """

    on: On = On.PRESENCE
    points: float = Field(default=0.0, ge=-1000, le=1000)
    per: Literal["once", "hit"] = "once"
    max_times: int | None = Field(default=None, ge=1, le=1000)
    cap: float | None = Field(default=None, gt=0, le=1000)
    critical: bool = False
    fatal: Literal["section", "form"] | None = None
    bonus: bool = False

    @model_validator(mode="after")
    def _signs(self) -> Self:
        if self.bonus and (self.points < 0 or self.critical or self.fatal or self.on is On.ABSENCE):
            raise ValueError("a bonus adds points on presence and is neither critical nor fatal")
        if not self.bonus and self.points > 0:
            raise ValueError("a deduction is negative; write bonus: true for points that are added")
        if self.per == "once" and self.max_times is not None:
            raise ValueError("max_times needs per: hit")
        return self

    def points_for(self, hits: int, points: float | None = None) -> float:
        """What *hits* occurrences change on the score, caps included."""
        each = self.points if points is None else points
        times = 1 if self.per == "once" else min(hits, self.max_times or hits)
        total = each * times
        if self.cap is not None:
            total = max(-self.cap, min(self.cap, total))
        return total
