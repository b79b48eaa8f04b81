"""Anger, threats and complaints, by words and by voice."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from rules.binder import Binder
from rules.lexicon import LEXICON, Feeling
from rules.operators.base import Look, Operator, Phrase, graded, longest, uncovered
from rules.operators.loudness import z_score
from rules.outcome import Outcome, Window
from rules.scan import Occurrence
from rules.scene import Scene
from rules.truth import Truth

LOUD_Z = 2.0  # about one utterance in forty of an even speaker is this loud
_LOUD_POINTS = 1


class Emotion(Operator):
    """Finds utterances of anger, threat or complaint by adding up words and a raised voice.

    Why: who is angry should be noticed before he hangs up. Every point can be explained: which words, how loud.

    Example:
        {op: emotion, feelings: [anger, threat], scope: {role: customer}}
        {op: emotion, feelings: [complaint], at_least: 3, scope: {role: customer}}

    Parameters:
        feelings: anger, threat, complaint; default all.
        at_least: points an utterance needs; strong words count 2, mild ones 1, a voice 2 deviations above the own
            level 1; default 2. A loud voice alone is not enough.
        words: further words with their points.
        except: phrases that do not count where they cover a word.
        times: how many utterances; default 1.

    Source: the lexicon in rules/lexicon.py; loudness of the utterances where it was measured.
    """

    op: Literal["emotion"]
    feelings: tuple[Feeling, ...] = tuple(Feeling)
    at_least: int = Field(default=2, ge=1, le=20)
    words: Mapping[Phrase, int] = Field(default={})
    except_: tuple[Phrase, ...] = Field(default=(), alias="except")
    times: int = Field(default=1, ge=1, le=1000)

    def needs(self, binder: Binder) -> frozenset[int] | None:
        return binder.literal(self._weights())

    def bind(self, binder: Binder) -> Look:
        weights = self._weights()
        numbers = {number: (word, weights[word]) for word in weights for number in binder.literal([word])}
        exceptions = binder.literal(self.except_)
        every = frozenset(numbers)

        def look(window: Window, scene: Scene) -> Outcome:
            if every.isdisjoint(scene.found_numbers):
                return graded((), window, self.times)
            heard: dict[int, list[tuple[Occurrence, str, int]]] = {}
            kept = set(longest(uncovered(every, exceptions, window, scene)))
            for number in sorted(every & scene.found_numbers):
                for place in scene.found[number]:
                    if place in kept:
                        heard.setdefault(place.position, []).append((place, *numbers[number]))
            hits = []
            best = 0
            for position, said in sorted(heard.items()):
                points, why = _points(position, said, scene)
                best = max(best, points)
                if points >= self.at_least:
                    spans = [place for place, _, _ in said]
                    both = Occurrence(position, min(one.start for one in spans), max(one.end for one in spans))
                    hits.append(scene.hit(both, window, f"{why} = {points} >= {self.at_least}"))
            why = f"{best} points < {self.at_least}" if best and not hits else ""
            return graded(hits, window, self.times, why, float(best), float(self.at_least))

        return look

    def glance(self, binder: Binder) -> Look | None:
        look, weights = self.bind(binder), self._weights()
        points = {number: max(0, weights[word]) for word in weights for number in binder.literal([word])}
        every = frozenset(points)

        def glance(window: Window, scene: Scene) -> Outcome:
            most: dict[int, int] = {}
            for number in every & scene.found_numbers:
                for place in scene.found[number]:
                    if place.position in window.inside:
                        most[place.position] = most.get(place.position, 0) + points[number]
            if any(self._is_enough(total, position, scene) for position, total in most.items()):
                return look(window, scene)
            return Outcome(Truth.FALSE, (), "", (window,))

        return glance

    def _is_enough(self, points: int, position: int, scene: Scene) -> bool:
        """Whether the points of the words suffice, or do with those of the voice."""
        if points >= self.at_least:
            return True
        return points + _LOUD_POINTS >= self.at_least and _is_loud(position, scene)

    def _weights(self) -> dict[str, int]:
        weights = {word: points for feeling in self.feelings for word, points in LEXICON[feeling].items()}
        return weights | dict(self.words)


def _points(position: int, said: list[tuple[Occurrence, str, int]], scene: Scene) -> tuple[int, str]:
    points = sum(value for _, _, value in said)
    parts = [f"{word} ({value})" for _, word, value in said]
    score = z_score(position, scene)
    if score is not None and score >= LOUD_Z:
        points += _LOUD_POINTS
        parts.append(f"voice {score:.1f} deviations above the own level ({_LOUD_POINTS})")
    return points, " + ".join(parts)


def _is_loud(position: int, scene: Scene) -> bool:
    score = z_score(position, scene)
    return score is not None and score >= LOUD_Z
