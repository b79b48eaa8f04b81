"""Many calls side by side, in columns: enough to say of most conditions that they cannot hold in most of the calls."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.entities.digits import pieces_of
from rules.folded import Folded
from rules.scan import Heard
from rules.scene import Limits, are_roles_sure, is_doubtful
from rules.scope import Speaker
from rules.text.normalise import together
from rules.text.tally import Tallied
from rules.text.units import units_of
from rules.transcript import Role, Transcript

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]
Seconds = NDArray[np.float64]

_ROLES = tuple(Role)
_ROLE_OF = {Speaker.AGENT: Role.AGENT, Speaker.CUSTOMER: Role.CUSTOMER}

Named = TypeVar("Named")


class Calls:
    """Transcripts with what was heard in them; the utterances of all calls are counted through, in order.

    Attributes:
        texts: of all utterances.
        call_of: per utterance, its call by place.
        roles_sure: per call, whether it is certain who speaks.
    """

    def __init__(
        self, transcripts: Sequence[Transcript], heard: Sequence[Heard], limits: Limits, language: str
    ) -> None:
        self.transcripts = transcripts
        self._heard = heard
        self._limits = limits
        self._language = language
        self._utterances = [one for transcript in transcripts for one in transcript.utterances]
        lengths = [len(transcript.utterances) for transcript in transcripts]
        self.call_of = np.repeat(np.arange(len(transcripts)), lengths)
        self._firsts = [0, *np.cumsum(lengths).tolist()]
        self.roles_sure = np.array([are_roles_sure(transcript, limits) for transcript in transcripts], dtype=np.bool_)
        self.texts = [one.text for one in self._utterances]
        self._may_speak: dict[Speaker, Mask] = {}
        self._certainly_speaks: dict[Speaker, Mask] = {}
        self._units: dict[bool, Counts] = {}

    def having(self, utterances: Mask, least: int = 1) -> Mask:
        """Per call, whether at least so many of its utterances are among these."""
        count = np.bincount(self.call_of[utterances], minlength=len(self.transcripts))
        having: Mask = count >= least
        return having

    def that(self, claim: Callable[[Transcript], bool]) -> Mask:
        """Per call, whether something is so."""
        return np.fromiter(map(claim, self.transcripts), dtype=np.bool_, count=len(self.transcripts))

    def may_speak(self, who: Speaker) -> Mask:
        """Per utterance, whether a condition that looks at one side may look at it."""
        known = self._may_speak.get(who)
        if known is None:
            known = self._may_speak[who] = self._of_side(who)
        return known

    def certainly_speaks(self, who: Speaker) -> Mask:
        """Per utterance, whether its words can be relied on, and that this side said them."""
        known = self._certainly_speaks.get(who)
        if known is None:
            known = self._reliable
            if who is not Speaker.ANY:
                known = known & self.of_role(_ROLE_OF[who]) & self.roles_sure[self.call_of]
            self._certainly_speaks[who] = known
        return known

    def of_role(self, role: Role) -> Mask:
        """Per utterance, whether this is its role, certain or not."""
        of_role: Mask = self._roles == _ROLES.index(role)
        return of_role

    def heard(self, named: Mapping[int, Named]) -> list[tuple[Named, int]]:
        """Whose phrases were heard in which utterance, every time; *named* has them by the number of the phrase."""
        return [
            (named[number], first + position)
            for first, heard in zip(self._firsts, self._heard, strict=False)
            for number in heard.found.keys() & named.keys()
            for position in heard.found.positions(number)
        ]

    def saying(self, numbers: frozenset[int]) -> Mask:
        """Per utterance, whether one of these phrases was heard in it."""
        said = np.zeros(len(self._utterances), dtype=np.bool_)
        for first, heard in zip(self._firsts, self._heard, strict=False):
            said[[first + at for number in numbers & heard.found.keys() for at in heard.found.positions(number)]] = True
        return said

    @cached_property
    def folded(self) -> Folded:
        """All utterances as they are compared."""
        return Folded(self.texts, together([heard.folded for heard in self._heard]))

    @cached_property
    def duration_s(self) -> Seconds:
        """Per utterance."""
        return np.array([one.duration_s for one in self._utterances], dtype=np.float64)

    @cached_property
    def loudness_db(self) -> NDArray[np.float64]:
        """Per utterance, NaN where it was not measured."""
        return np.array([one.loudness_db for one in self._utterances], dtype=np.float64)

    @cached_property
    def digit_like(self) -> Counts:
        """Per utterance, how many digits or words for digits there may be."""
        return np.array(pieces_of(self._tallied), dtype=np.int64)

    @cached_property
    def longest_pause_s(self) -> Seconds:
        """Per call; 0 where there is none."""
        pauses = [transcript.timeline.silences for transcript in self.transcripts]
        return np.array(
            [max([one.end_s - one.start_s for one in some], default=0.0) for some in pauses], dtype=np.float64
        )

    def units(self, *, words: bool | None) -> Counts:
        """Per utterance, how much is said: characters, or *words*; None leaves it to the language of the call."""
        if words is not None:
            known = self._units.get(words)
            if known is None:
                known = self._units[words] = np.array(units_of(self._tallied, words=words), dtype=np.int64)
            return known
        chinese = self.that(lambda transcript: (transcript.language or self._language).startswith("zh"))
        if chinese.all():
            return self.units(words=False)
        return np.where(chinese[self.call_of], self.units(words=False), self.units(words=True))

    def _of_side(self, who: Speaker) -> Mask:
        if who is Speaker.ANY:
            return np.ones(len(self._utterances), dtype=np.bool_)
        others = ~self.of_role(_ROLE_OF[who]) & ~self.of_role(Role.UNKNOWN)
        return ~(others & self.roles_sure[self.call_of])

    @cached_property
    def _reliable(self) -> Mask:
        return np.array([not is_doubtful(one, self._limits) for one in self._utterances], dtype=np.bool_)

    @cached_property
    def _roles(self) -> NDArray[np.uint8]:
        places = {role: place for place, role in enumerate(_ROLES)}
        return np.array([places[one.role] for one in self._utterances], dtype=np.uint8)

    @cached_property
    def _tallied(self) -> Tallied:
        return Tallied(self.texts)


# Says of every call whether a condition may be anything but false in it: sometimes of one too many, never too few.
Sign = Callable[[Calls], Mask]
