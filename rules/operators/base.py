"""What every operator is: a validated piece of YAML that turns into a function of one window of one call."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field

from rules.binder import Binder
from rules.calls import Sign
from rules.outcome import Hit, Outcome, Window
from rules.scan import Occurrence
from rules.scene import Scene
from rules.scope import Scope
from rules.spec import Spec
from rules.truth import Truth

Look = Callable[[Window, Scene], Outcome]
Phrase = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s&|!(),（），！＆｜]+$")]


class Reads(StrEnum):
    """What an operator relies on; only words can be suspect."""

    WORDS = "words"
    TIMES = "times"
    METADATA = "metadata"


class Nearest(NamedTuple):
    """How near a condition came to holding, in words; and what was compared with what where that is a number."""

    why: str
    measured: float | None = None
    limit: float | None = None


class Operator(Spec, ABC):
    """One kind of condition; *id* lets other conditions hang on its hits."""

    reads: ClassVar[Reads] = Reads.WORDS

    op: str
    id: Name | None = None
    scope: Scope = Scope()

    @abstractmethod
    def bind(self, binder: Binder) -> Look:
        """The function that looks at one window; called once per rulebook."""

    def glance(self, binder: Binder) -> Look | None:
        """A quicker look for verdicts that nobody proves: one hit for each utterance that has any, of any extent.

        Not asked where a window or a sequence hangs on the hits. None where looking is as quick.
        """
        return None

    def needs(self, binder: Binder) -> frozenset[int] | None:
        """The phrases and patterns without any of which it is certainly not there; None where that cannot be said."""
        return None

    def needs_too(self, binder: Binder) -> frozenset[int] | None:
        """Further phrases and patterns of which one must be there as well; None where there are no such."""
        return None

    @property
    def any_suffices(self) -> bool:
        """Whether it holds as soon as one of the phrases that it needs is heard in its window."""
        return False

    def sign(self, binder: Binder) -> Sign | None:
        """What of many calls at once says in which of them it may hold, for operators that need nothing of the scan.

        It is asked of replays alone, and only of conditions that hang on nothing.
        """
        return None

    def counts(self, position: int, scene: Scene) -> bool:
        """Whether an utterance is one of those that must satisfy it where every utterance must."""
        return True

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        """How near it came where it was not found, for explanations; None where the outcome says it already."""
        return None

    def lists(self) -> tuple[str, ...]:
        """The named word lists it needs."""
        return ()

    def knowledge_bases(self) -> tuple[str, ...]:
        """The knowledge bases it needs."""
        return ()


def graded(
    hits: Iterable[Hit],
    window: Window,
    needed: int = 1,
    why: str = "",
    measured: float | None = None,
    limit: float | None = None,
) -> Outcome:
    """True when *needed* hits are sure, unknown when only doubtful ones would make up the number."""
    listed = tuple(hits)
    sure = sum(hit.sure for hit in listed)
    doubtful = Truth.UNKNOWN if len(listed) >= needed else Truth.FALSE
    truth = Truth.TRUE if sure >= needed else doubtful
    return Outcome(truth, listed, why, (window,), measured, limit)


def seen_in(positions: Sequence[int], window: Window, scene: Scene, needed: int = 1) -> Outcome:
    """What a glance says: something is in these utterances of the window, once for each time that they are listed."""
    if len(positions) < needed:
        return Outcome(Truth.FALSE, (), "", (window,))
    hits = tuple([scene.whole(position, window, "") for position in set(positions)])
    doubtful = sum([position in window.doubtful for position in positions]) if window.doubtful else 0
    sure = not window.loose and len(positions) - doubtful >= needed
    return Outcome(Truth.TRUE if sure else Truth.UNKNOWN, hits, "", (window,))


def cannot_tell(window: Window, why: str) -> Outcome:
    """Unknown, with the reason in words."""
    return Outcome(Truth.UNKNOWN, (), why, (window,))


def uncovered(numbers: frozenset[int], exceptions: frozenset[int], window: Window, scene: Scene) -> list[Occurrence]:
    """Where the phrases were heard in the window, without those that lie inside an exception, in order."""
    found = scene.found
    heard = numbers & scene.found_numbers
    places = [place for number in heard for place in found[number] if place.position in window.inside]
    for number in exceptions & scene.found_numbers:
        places = [place for place in places if not any(covers(cover, place) for cover in found[number])]
    return sorted(set(places), key=lambda place: (place.position, place.start, -place.end))


def covers(cover: Occurrence, place: Occurrence) -> bool:
    """Whether *place* lies inside *cover*."""
    return cover.position == place.position and cover.start <= place.start and place.end <= cover.end


def longest(places: Iterable[Occurrence]) -> list[Occurrence]:
    """Without those that lie inside a longer one; *places* are sorted, the longer first where two begin together."""
    kept: list[Occurrence] = []
    for place in places:
        if not (kept and covers(kept[-1], place)):
            kept.append(place)
    return kept
