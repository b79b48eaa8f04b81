"""The kinds of condition, one file each. The union below is the registry: a new operator is one file and one line."""

from typing import Annotated

from pydantic import Field

from rules.operators.duration import Duration
from rules.operators.emotion import Emotion
from rules.operators.entity import Entity
from rules.operators.fuzzy import Fuzzy
from rules.operators.hang_up import HangUp
from rules.operators.hold import Hold
from rules.operators.interruption import Interruption
from rules.operators.keyword import Keyword
from rules.operators.knowledge import Knowledge
from rules.operators.loudness import Loudness
from rules.operators.manual import AskPerson
from rules.operators.metadata import Metadata
from rules.operators.model import Model
from rules.operators.near import Near
from rules.operators.pace import Pace
from rules.operators.pattern import Regex
from rules.operators.repeat import Repeat
from rules.operators.script import Script
from rules.operators.silence import SilenceFor
from rules.operators.similar import Similar
from rules.operators.sounds_like import SoundsLike
from rules.operators.talk_ratio import TalkRatio
from rules.operators.turns import Turns

AnyOperator = Annotated[
    Keyword
    | Fuzzy
    | SoundsLike
    | Similar
    | Regex
    | Near
    | Repeat
    | SilenceFor
    | Interruption
    | Pace
    | Loudness
    | TalkRatio
    | Duration
    | Turns
    | Hold
    | HangUp
    | Entity
    | Metadata
    | Script
    | Knowledge
    | Emotion
    | Model
    | AskPerson,
    Field(discriminator="op"),
]
