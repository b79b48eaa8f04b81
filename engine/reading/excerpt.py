"""A short anonymous excerpt of a stored call as a dialogue, for a manager to make words of his own from."""

from collections.abc import Iterator, Sequence

from engine.access import Actor, Permission, require
from engine.casework.anonymising import anonymous_words
from engine.reading.rule_trial import StoredCall, TrialView
from engine.services import Services
from models.tables.recordings import Recording
from rules.dialogue import LOW_CONFIDENCE
from rules.transcript import Role, Utterance

# Around what was found; a test of a rule is read at a glance, and little is told of the call.
NEIGHBOURS = 1
MOST_UTTERANCES = 8
# Shorter ones are the rhythm of talking; a dialogue puts 0.2 s between lines by itself.
SHORTEST_PAUSE_S = 3.0

_WHO = {Role.AGENT: "A", Role.CUSTOMER: "C"}


def excerpt_of(call: StoredCall, trial: TrialView, *, actor: Actor, services: Services) -> str:
    """The utterances in which the rule hit, with their neighbours; where it hit nowhere, the first ones.

    Returns:
        A line for each, as `rules.dialogue` reads them, without names and numbers.
    """
    require(actor, Permission.RECORDING_IMPORT)
    with services.transaction.read() as tx:
        recording = tx.session.get_one(Recording, call.recording_id)
        said = anonymous_words(tx, recording, call.transcript.utterances)
    return "\n".join(_lines([said[place] for place in _chosen(said, trial)]))


def _chosen(said: Sequence[Utterance], trial: TrialView) -> list[int]:
    """Places in *said*, in order."""
    places = {one.id: place for place, one in enumerate(said)}
    hits = (number for lit in trial.lit for hit in lit.hits if not hit.window for number in hit.sentences)
    chosen: set[int] = set()
    for number in hits:
        here = places[number]
        around = {*range(max(0, here - NEIGHBOURS), min(len(said), here + NEIGHBOURS + 1))}
        if len(chosen | around) <= MOST_UTTERANCES:
            chosen |= around
    return sorted(chosen or range(min(len(said), MOST_UTTERANCES)))


def _lines(said: Sequence[Utterance]) -> Iterator[str]:
    before: Utterance | None = None
    for one in said:
        pause_s = one.start_s - before.end_s if before is not None and one.id == before.id + 1 else 0.0
        if pause_s >= SHORTEST_PAUSE_S:
            yield f"-- {pause_s:.0f}"
        yield f"{_WHO.get(one.role, '?')}{_mark(one)} {' '.join(one.text.split())}"
        before = one


def _mark(said: Utterance) -> str:
    if said.suspect is not None:
        return "!"
    return "~" if said.confidence is not None and said.confidence <= LOW_CONFIDENCE else ""
