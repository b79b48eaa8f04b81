"""The kinds of condition, one file each. The union below is the registry: a new operator is one file and one line."""

from typing import Annotated

from pydantic import Field

from rules.operators.duration import Duration
from rules.operators.interruption import Interruption
from rules.operators.keyword import Keyword
from rules.operators.metadata import Metadata
from rules.operators.pace import Pace
from rules.operators.pattern import Regex
from rules.operators.silence import SilenceFor
from rules.operators.talk_ratio import TalkRatio
from rules.operators.turns import Turns

AnyOperator = Annotated[
    Keyword | Regex | SilenceFor | Interruption | Pace | TalkRatio | Duration | Turns | Metadata,
    Field(discriminator="op"),
]
