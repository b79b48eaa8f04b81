"""Regular expressions."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal, Self

import re2
from pydantic import AfterValidator, Field, model_validator

from rules.binder import Binder
from rules.operators.base import Look, Nearest, Operator, graded, seen_in
from rules.outcome import Outcome, Window
from rules.patterns import Pattern as Sought
from rules.patterns import any_of
from rules.scan import Occurrence
from rules.scene import Scene

MAX_LENGTH = 2_000
MAX_PATTERNS = 200
_MAX_BYTES = 8 << 20  # RE2's own default budget for one compiled pattern


def compiled(pattern: str, *, case: bool = False) -> "re2._Regexp[str]":
    """A pattern as RE2 understands it; matching time is linear in the length of the text.

    Raises:
        ValueError: it needs backtracking, or is too large; the reason is RE2's own.
    """
    options = re2.Options()
    options.case_sensitive = case
    options.max_mem = _MAX_BYTES
    options.log_errors = False
    options.never_capture = True  # only where it matches is asked, which is far quicker to say
    try:
        return re2.compile(pattern, options=options)
    except re2.error as refusal:
        reason = refusal.args[0]
        words = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise ValueError(f"the pattern is refused: {words}") from None


def _checked(pattern: str) -> str:
    compiled(pattern)
    return pattern


Pattern = Annotated[str, Field(min_length=1, max_length=MAX_LENGTH), AfterValidator(_checked)]


class Regex(Operator):
    """Finds a regular expression.

    Why: some things have a shape rather than a wording: a promise with an amount, a negation somewhere before a verb.

    Example:
        {op: regex, pattern: "(没办法|不归我|不清楚)", except: "我帮您", scope: {role: agent}}
        {op: regex, pattern: "refund .{0,20} (today|right now)", scope: {role: agent}}

    Parameters:
        pattern: RE2 syntax: no back-references, no look-around; what cannot be matched in linear time is refused.
        patterns: several instead of one; found where one of them is, and the evidence names that one.
        except: an utterance in which this pattern is found does not count.
        case: upper and lower case differ; default false.
        inside: `utterance`, or `window` to match across utterances (joined by line ends; `.` does not match them).
        times: how many matches in all; default 1.

    Source: https://github.com/google/re2/wiki/Syntax
    """

    op: Literal["regex"]
    pattern: Pattern | None = None
    patterns: tuple[Pattern, ...] = Field(default=(), max_length=MAX_PATTERNS)
    except_: Pattern | None = Field(default=None, alias="except")
    case: bool = False
    inside: Literal["utterance", "window"] = "utterance"
    times: int = Field(default=1, ge=1, le=1000)

    @model_validator(mode="after")
    def _one_or_several(self) -> Self:
        if (self.pattern is None) == (not self.patterns):
            raise ValueError("needs a pattern, or patterns, and not both")
        return self

    def needs(self, binder: Binder) -> frozenset[int] | None:
        if self.inside == "window":
            return None
        return frozenset([binder.number(Sought(self._any(), self.case))])

    def bind(self, binder: Binder) -> Look:
        pattern = compiled(self._any(), case=self.case)
        exception = compiled(self.except_, case=self.case) if self.except_ else None
        which = _which(self.patterns or (self._any(),), case=self.case)
        number = min(self.needs(binder) or (0,))

        def look(window: Window, scene: Scene) -> Outcome:
            places = (
                _across(pattern, exception, window, scene)
                if self.inside == "window"
                else _inside(pattern, exception, _likely(number, window, scene), scene)
            )
            hits = [
                scene.hit(place, window, f"matches {which(scene, place)}" if scene.proving else "") for place in places
            ]
            return graded(hits, window, self.times, "", float(len(hits)), float(self.times))

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        if self.except_ is None:
            return None
        pattern = compiled(self._any(), case=self.case)
        said = any(pattern.search(scene.utterances[position].text) for position in window.positions)
        return Nearest("said only where an exception is") if said else None

    def glance(self, binder: Binder) -> Look | None:
        if self.inside == "window" or self.times > 1:
            return None
        pattern = compiled(self._any(), case=self.case)
        exception = compiled(self.except_, case=self.case) if self.except_ else None
        number = min(self.needs(binder) or (0,))

        def glance(window: Window, scene: Scene) -> Outcome:
            said = [(at, scene.utterances[at].text.encode()) for at in _likely(number, window, scene)]
            found = [(at, text) for at, text in said if _is_in(text, pattern)]
            if exception is not None:
                found = [(at, text) for at, text in found if exception.search(text) is None]
            return seen_in([at for at, _ in found], window, scene)

        return glance

    def _any(self) -> str:
        return self.pattern or "|".join(f"(?:{one})" for one in self.patterns)


def _which(patterns: tuple[str, ...], *, case: bool) -> Callable[[Scene, Occurrence], str]:
    """Says which of *patterns* was found at a place."""
    if len(patterns) == 1:
        return lambda scene, place: patterns[0]
    listed = [(one, compiled(one, case=case)) for one in patterns]
    at_once = any_of([Sought(one, case) for one in patterns])

    def which(scene: Scene, place: Occurrence) -> str:
        text = scene.utterances[place.position].text
        those = [listed[at] for at in at_once(text)]
        starts = ((one, match.start()) for one, each in those for match in each.finditer(text))
        return next((one for one, start in starts if start == place.start), patterns[0])

    return which


def _likely(number: int, window: Window, scene: Scene) -> Sequence[int]:
    """The utterances of the window in which the scan says that the pattern may match."""
    found = scene.found.get(number)
    if not found:
        return window.positions if found is not None else ()
    return [place.position for place in found if place.position in window.inside]


def _inside(
    pattern: "re2._Regexp[str]", exception: "re2._Regexp[str] | None", positions: Sequence[int], scene: Scene
) -> list[Occurrence]:
    places: list[Occurrence] = []
    for position in positions:
        text = scene.utterances[position].text
        spans = [match.span() for match in pattern.finditer(text)]
        if spans and (exception is None or exception.search(text) is None):
            places += [Occurrence(position, start, end) for start, end in spans if end > start]
    return places


def _is_in(text: bytes, pattern: "re2._Regexp[str]") -> bool:
    """Whether it matches at least one character; of encoded texts RE2 says so without counting characters."""
    return any(match.end() > match.start() for match in pattern.finditer(text))


def _across(
    pattern: "re2._Regexp[str]", exception: "re2._Regexp[str] | None", window: Window, scene: Scene
) -> list[Occurrence]:
    texts = [scene.utterances[position].text for position in window.positions]
    joined = "\n".join(texts)
    if exception is not None and exception.search(joined) is not None:
        return []
    return [_place(match.span(), texts, window) for match in pattern.finditer(joined) if match.end() > match.start()]


def _place(span: tuple[int, int], texts: list[str], window: Window) -> Occurrence:
    """The part of a match that lies in the utterance where it begins."""
    begin = 0
    for position, text in zip(window.positions, texts, strict=True):
        if span[0] <= begin + len(text):
            return Occurrence(position, span[0] - begin, min(span[1] - begin, len(text)))
        begin += len(text) + 1
    return Occurrence(window.positions[-1], 0, 0)
