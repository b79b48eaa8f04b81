"""What an inspector has decided so far about one case: the draft that is saved again and again, then submitted."""

from pydantic import BaseModel, ConfigDict, Field

from models.tables.cases import Held, MarkKind
from models.tables.reviews import SentenceHeld

# The pages say what is held in the draft's own words; tables are none of their business.
__all__ = ["AdjustmentDraft", "Held", "MarkKind", "Remark", "ReviewDraft", "SentenceHeld", "Span", "VerdictDraft"]


class Span(BaseModel):
    """A stretch of the call that a person points at."""

    model_config = ConfigDict(extra="forbid")

    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)
    quote: str = Field(default="", max_length=400)
    utterances: list[int] = Field(default_factory=list, max_length=200)


class VerdictDraft(BaseModel):
    """What is held of one rule or manual item. *points* is what a failure costs, negative; None costs the usual."""

    model_config = ConfigDict(extra="forbid")

    held: Held | None = None
    comment: str = Field(default="", max_length=2000)
    points: float | None = Field(default=None, allow_inf_nan=False)
    spans: list[Span] = Field(default_factory=list, max_length=50)


class AdjustmentDraft(BaseModel):
    model_config = ConfigDict(extra="forbid")

    points: float = Field(allow_inf_nan=False)
    reason: str = Field(max_length=2000)


class Remark(BaseModel):
    """A comment anchored in the call."""

    model_config = ConfigDict(extra="forbid")

    at_s: float | None = Field(default=None, ge=0)
    utterance: int | None = None
    text: str = Field(min_length=1, max_length=2000)


class ReviewDraft(BaseModel):
    model_config = ConfigDict(extra="forbid")

    verdicts: dict[str, VerdictDraft] = Field(default_factory=dict)
    adjustment: AdjustmentDraft | None = None
    marks: list[MarkKind] = Field(default_factory=list)
    comment: str = Field(default="", max_length=4000)
    remarks: list[Remark] = Field(default_factory=list, max_length=200)
    sentence_verdicts: dict[int, SentenceHeld] = Field(default_factory=dict, max_length=5000)
