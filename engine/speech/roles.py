"""Who is the agent, from what is said and from an enrolled voice. Pure.

Agents introduce themselves, ask to verify, apologise for the company and close by formula; customers want something.
Each side's points are a sum over what it says and how much it sounds like the agent, and the difference says how sure
the answer is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.speech.role_phrases import AGENT_SAYS, CUSTOMER_SAYS
from engine.speech.voiceprint import ANOTHER_BELOW

# The one who speaks first in an answered call is the agent more often than not.
FIRST_WORD = 0.5
# How quickly a difference in points becomes certainty: 4 points, one formula, give 0.88.
CERTAINTY = 0.5
# A voice that is the agent's beside one that surely is not weighs about as much as two formulas.
VOICE = 8.0


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


def guess_agent(
    texts: Mapping[int, Sequence[str]], first: int | None = None, voices: Mapping[int, float] | None = None
) -> RoleGuess:
    """The speaker who speaks, and sounds, most like the agent.

    Args:
        texts: what each speaker said, without suspect text.
        first: who spoke first.
        voices: how alike each speaker's voice is to the agent's, -1 to 1; counts only when one of them may be it.
    """
    if not texts:
        return RoleGuess(None, 0.5)
    points = {
        speaker: agent_points(said) + (FIRST_WORD if speaker == first else 0.0) for speaker, said in texts.items()
    }
    heard = {speaker: likeness for speaker, likeness in (voices or {}).items() if speaker in points}
    if heard and max(heard.values()) >= ANOTHER_BELOW:
        for speaker in points:
            points[speaker] += VOICE * max(0.0, heard.get(speaker, 0.0))
    ranked = sorted(points, key=lambda speaker: (-points[speaker], speaker))
    lead = points[ranked[0]] - (points[ranked[1]] if len(ranked) > 1 else 0.0)
    if len(ranked) == 1 and lead <= 1:
        return RoleGuess(None, 0.5)
    return RoleGuess(ranked[0], round(1 / (1 + math.exp(-CERTAINTY * lead)), 3))
