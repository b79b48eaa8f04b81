"""What an outcome is worth: an absence as much as the words it was looked for in, many windows as much as each."""

from collections.abc import Iterable, Sequence

from rules import truth as logic
from rules.operators.base import Reads, cannot_tell
from rules.outcome import Hit, Outcome, Window
from rules.plan import Leaf
from rules.scene import Scene
from rules.scope import Speaker
from rules.truth import Truth

_HALF = 0.5  # above this share of doubtful text nothing that was not found can be said to be absent


def unheard(leaf: Leaf, window: Window) -> Outcome | None:
    """Unknown where there is nothing to look at; None where there is."""
    if window.missing:
        return cannot_tell(window, window.why)
    if window.positions or leaf.reads is not Reads.WORDS:
        return None
    role = leaf.scope.role
    return cannot_tell(window, "nobody speaks there" if role is Speaker.ANY else f"the {role} does not speak there")


def settled(outcome: Outcome, window: Window, scene: Scene, *, strict: bool) -> Outcome:
    """An absence is only as good as the words it was looked for in.

    Where the condition asks for the absence itself, as "none of these words" does, it is the other way round that it
    may cost somebody something.
    """
    asked_for = outcome.truth is Truth.TRUE and not outcome.hits
    if not window.doubtful or (outcome.truth is not Truth.FALSE and not asked_for):
        return outcome
    strict = strict is not asked_for
    if not strict and _doubtful_share(window, scene) <= _HALF:
        return outcome
    why = f"{len(window.doubtful)} of {len(window.positions)} utterances searched cannot be relied on"
    return Outcome(
        Truth.UNKNOWN, outcome.hits, why, outcome.windows, outcome.measured, outcome.limit, outcome.suspected
    )


def _doubtful_share(window: Window, scene: Scene) -> float:
    """By characters; a doubtful speaker does not make words that nobody said any less absent."""
    doubtful = window.doubtful & scene.doubtful_text
    lengths = {position: len(scene.utterances[position].text) + 1 for position in window.positions}
    return sum(lengths[position] for position in doubtful) / sum(lengths.values())


def joined(outcomes: Sequence[Outcome], *, every: bool) -> Outcome:
    """One outcome of many windows: all of them must hold, or any."""
    truths = [outcome.truth for outcome in outcomes]
    truth = logic.conjunction(truths) if every else logic.disjunction(truths)
    telling = [outcome for outcome in outcomes if outcome.truth is truth] or list(outcomes)
    hits = _distinct(hit for outcome in outcomes if outcome.truth is not Truth.FALSE for hit in outcome.hits)
    return Outcome(
        truth,
        hits,
        telling[0].why,
        tuple(window for outcome in telling for window in outcome.windows),
        telling[0].measured,
        telling[0].limit,
        any(outcome.suspected for outcome in telling),
        telling[0].points,
    )


def _distinct(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(dict.fromkeys(hits))
