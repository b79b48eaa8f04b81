"""One call as the operators see it: utterances, roles they may rely on, and the phrases found in one scan."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules.entities.digits import pieces_of
from rules.folded import Folded
from rules.outcome import Hit, Window
from rules.scan import Heard, Occurrence
from rules.text.tally import Tallied
from rules.text.units import units_of
from rules.transcript import Role, RoleSource, Silence, Transcript, Utterance


@dataclass(frozen=True, slots=True)
class Limits:
    """Below these a word or a speaker is not relied on; 0-1."""

    confidence: float
    role_confidence: float


class Scene:
    """A transcript prepared for judging; made once per call and rulebook, never changed afterwards."""

    def __init__(
        self,
        transcript: Transcript,
        metadata: Mapping[str, object],
        heard: Heard,
        limits: Limits,
        language: str,
        signs: Iterable[int],
        *,
        proving: bool,
    ) -> None:
        """A transcript with what was heard in it.

        Args:
            signs: the numbers of those that are in the call, or that nobody has looked for.
            proving: somebody will read why; else what takes long to say need not be said.
        """
        self.proving = proving
        self.transcript = transcript
        self.utterances = transcript.utterances
        self.timeline = transcript.timeline
        self.metadata = metadata
        self.found = heard.found
        self.found_numbers = frozenset(heard.found).union(signs)
        self._joined = heard.folded
        self._units: dict[bool, list[int]] = {}
        self._of_role: dict[Role, Sequence[int]] = {}
        self.language = transcript.language or language
        self.roles_sure = are_roles_sure(transcript, limits)
        self.doubtful_text = frozenset(
            [position for position, one in enumerate(self.utterances) if is_doubtful(one, limits)]
        )
        last = self.utterances[-1].end_s if self.utterances else 0.0
        self.duration_s = max(transcript.timeline.duration_s, last)
        self.roles = [utterance.role for utterance in self.utterances]

    @cached_property
    def folded(self) -> Folded:
        """The utterances as they are compared."""
        return Folded([utterance.text for utterance in self.utterances], self._joined)

    def units(self, *, words: bool) -> list[int]:
        """Per utterance, how much is said: characters, or *words*; worked out once."""
        known = self._units.get(words)
        if known is None:
            known = self._units[words] = units_of(self._tallied, words=words)
        return known

    @cached_property
    def levels(self) -> Mapping[Role, tuple[float, ...]]:
        """The measured levels of each side, in dBFS."""
        levels: dict[Role, list[float]] = {role: [] for role in Role}
        for utterance in self.utterances:
            if utterance.loudness_db is not None:
                levels[utterance.role].append(utterance.loudness_db)
        return {role: tuple(measured) for role, measured in levels.items()}

    @cached_property
    def _tallied(self) -> Tallied:
        return Tallied([utterance.text for utterance in self.utterances])

    @cached_property
    def digit_like(self) -> list[int]:
        """Per utterance, how many digits or words for digits there may be."""
        return pieces_of(self._tallied)

    @cached_property
    def pauses(self) -> tuple[tuple[float, Silence], ...]:
        """Every silence with its length."""
        return tuple((silence.duration_s, silence) for silence in self.timeline.silences)

    @cached_property
    def longest_pause_s(self) -> float:
        return max((length_s for length_s, _ in self.pauses), default=0.0)

    def hit(self, place: Occurrence, window: Window, why: str) -> Hit:
        """An occurrence of a phrase as a hit.

        Its times are in proportion to the characters, so that a verdict never depends on the times of words, which
        many systems do not give; the evidence has the exact ones.
        """
        utterance = self.utterances[place.position]
        per_char_s = (utterance.end_s - utterance.start_s) / (len(utterance.text) or 1)
        sure = place.position not in window.doubtful and not window.loose
        return Hit(
            utterance.start_s + per_char_s * place.start,
            utterance.start_s + per_char_s * place.end,
            place.position,
            (place.start, place.end),
            why,
            sure,
        )

    def whole(self, position: int, window: Window, why: str) -> Hit:
        """A complete utterance as a hit."""
        utterance = self.utterances[position]
        sure = position not in window.doubtful and not window.loose
        return Hit(utterance.start_s, utterance.end_s, position, (0, len(utterance.text)), why, sure)

    def position_at(self, start_s: float) -> int:
        """The position of the first utterance that starts at or after *start_s*."""
        return bisect_left(self.utterances, start_s, key=_start_s)

    def of_role(self, role: Role, positions: Sequence[int]) -> Sequence[int]:
        """Those of *positions* at which this role speaks; of the whole call worked out once."""
        if positions != range(len(self.roles)):
            return [position for position in positions if self.roles[position] is role]
        known = self._of_role.get(role)
        if known is None:
            known = self._of_role[role] = [position for position, one in enumerate(self.roles) if one is role]
        return known

    def role_at(self, position: int) -> Role:
        return self.roles[position]


def is_doubtful(utterance: Utterance, limits: Limits) -> bool:
    """Whether its words cannot be relied on."""
    low = utterance.confidence is not None and utterance.confidence < limits.confidence
    return low or utterance.suspect is not None


def _start_s(utterance: Utterance) -> float:
    return utterance.start_s


def are_roles_sure(transcript: Transcript, limits: Limits) -> bool:
    """Whether it is certain who speaks."""
    return transcript.role_source is not RoleSource.NONE and transcript.role_confidence >= limits.role_confidence


def times_of(utterance: Utterance, start: int, end: int) -> tuple[float, float]:
    """When the characters start..end of the raw text were said.

    From the words' own times where the words spell the text; otherwise in proportion to the number of characters.
    """
    spoken = _times_of_words(utterance, start, end) if utterance.words else None
    if spoken is not None:
        return spoken
    per_char_s = utterance.duration_s / (len(utterance.text) or 1)
    return round(utterance.start_s + per_char_s * start, 3), round(utterance.start_s + per_char_s * end, 3)


def _times_of_words(utterance: Utterance, start: int, end: int) -> tuple[float, float] | None:
    at, first, last = 0, None, None
    for word in utterance.words:
        text = word.text.strip()
        begin = utterance.text.find(text, at) if text else -1
        if begin < 0:
            continue
        at = begin + len(text)
        if at > start and begin < end:
            first = word.start_s if first is None else first
            last = word.end_s
    return None if first is None or last is None else (first, last)
