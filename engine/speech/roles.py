"""Who is the agent, from what is said. Pure.

Agents introduce themselves, ask to verify, apologise for the company and close by formula; customers want something.
Each side's points are a sum over what it says, and the difference says how sure the answer is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.speech.role_phrases import AGENT_SAYS, CUSTOMER_SAYS

# The one who speaks first in an answered call is the agent more often than not.
FIRST_WORD = 0.5
# How quickly a difference in points becomes certainty: 4 points, one formula, give 0.88.
CERTAINTY = 0.5


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """Which speaker is the agent. *confidence* is 0.5 for a coin toss, 1.0 for certain."""

    agent: int | None
    confidence: float


def agent_points(texts: Iterable[str]) -> float:
    """How much one side's words are an agent's; negative for a customer's."""
    points = 0.0
    for text in texts:
        for sign, sides in ((1, AGENT_SAYS), (-1, CUSTOMER_SAYS)):
            points += sign * sum(weight for table in sides for pattern, weight in table if pattern.search(text))
    return points


def guess_agent(texts: Mapping[int, Sequence[str]], first: int | None = None) -> RoleGuess:
    """The speaker whose words are most an agent's.

    Args:
        texts: what each speaker said, without suspect text.
        first: who spoke first.
    """
    if not texts:
        return RoleGuess(None, 0.5)
    points = {
        speaker: agent_points(said) + (FIRST_WORD if speaker == first else 0.0) for speaker, said in texts.items()
    }
    ranked = sorted(points, key=lambda speaker: (-points[speaker], speaker))
    lead = points[ranked[0]] - (points[ranked[1]] if len(ranked) > 1 else 0.0)
    if len(ranked) == 1 and lead <= 1:
        return RoleGuess(None, 0.5)
    return RoleGuess(ranked[0], round(1 / (1 + math.exp(-CERTAINTY * lead)), 3))
