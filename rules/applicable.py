"""Whether an item of a form is asked at all: a question about refunds only where the call has one."""

from rules.effect import On
from rules.finding import Verdict
from rules.form import Item, Scorecard
from rules.truth import Truth


def is_asked(scorecard: Scorecard, item: Item, verdict: Verdict | None) -> Truth:
    """Whether the rule that an item waits for was triggered; unknown where the machine cannot tell: a person is asked.

    Args:
        scorecard: as loaded, with the effect of every rule that it names.
        verdict: of that rule in this call; None where it gave no finding.
    """
    if item.prerequisite is None:
        return Truth.TRUE
    if verdict is Verdict.UNSURE:
        return Truth.UNKNOWN
    effect = scorecard.effects[item.prerequisite]
    triggered = Verdict.PASS if effect.bonus or effect.on is On.ABSENCE else Verdict.FAIL
    return Truth.TRUE if verdict is triggered else Truth.FALSE
