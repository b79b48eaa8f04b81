"""Whether a question was answered right."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import Field
from rapidfuzz import fuzz

from rules.binder import Binder
from rules.calls import Sign
from rules.knowledge import Question
from rules.operators.base import Look, Name, Operator, graded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.scope import Speaker
from rules.similarity import Examples, sentence_similarity
from rules.text.normalise import normalise
from rules.text.numerals import numbers
from rules.transcript import Role

_KEPT = 4_096  # the answers of a few rulebooks, and what was said after the questions of a hundred calls


class _Read(NamedTuple):
    """A text as it is compared, and the quantities in it."""

    folded: str
    numbers: frozenset[Decimal]


class Knowledge(Operator):
    """Finds questions of the knowledge base that the agent answered wrongly, or did not answer.

    Why: a friendly wrong answer is the most expensive one.

    Example:
        {op: knowledge, base: products, answer_at_least: 80, look: 6}
        {op: knowledge, base: returns, question_at_least: 75}

    Parameters:
        base: the name of a knowledge base of the rulebook.
        question_at_least: how similar a customer's sentence must be to a known question, 0-100; default 70.
        answer_at_least: how similar the answer must be to a right one, 0-100; default 75. Numbers must be the same.
        look: in how many of the agent's utterances after the question; default 6.

    Source: the questions and answers that the people in charge keep in the knowledge base.
    """

    op: Literal["knowledge"]
    base: Name
    question_at_least: float = Field(default=70.0, ge=30, le=100)
    answer_at_least: float = Field(default=75.0, ge=30, le=100)
    look: int = Field(default=6, ge=1, le=100)

    def knowledge_bases(self) -> tuple[str, ...]:
        return (self.base,)

    def sign(self, binder: Binder) -> Sign | None:
        if binder.similarity is not None:
            return None
        examples = Examples(self._asked(binder))
        return lambda calls: calls.having(
            examples.alike_in(calls.folded, calls.may_speak(Speaker.CUSTOMER), self.question_at_least)
        )

    def _asked(self, binder: Binder) -> Mapping[str, Question]:
        """The known questions by their wordings."""
        return {wording: question for question in binder.knowledge[self.base] for wording in question.asked}

    def bind(self, binder: Binder) -> Look:
        asked = self._asked(binder)
        examples = Examples(asked, binder.similarity)

        def look(window: Window, scene: Scene) -> Outcome:
            hits: list[Hit] = []
            best = 0.0
            others = [at for at in window.positions if not scene.roles_sure or scene.role_at(at) is not Role.AGENT]
            for position, (similarity, wording) in examples.nearest_in(scene.folded, others):
                best = max(best, similarity)
                if similarity >= self.question_at_least:
                    hits.extend(_doubted(hit, scene) for hit in self._answered(asked[wording], position, window, scene))
            why = "" if hits else f"nearest known question: similarity {best:.0f}"
            return graded(hits, window, 1, why, best, self.question_at_least)

        return look

    def _answered(self, question: Question, position: int, window: Window, scene: Scene) -> Iterator[Hit]:
        """A hit for a question that was not answered right."""
        later = range(position + 1, len(scene.utterances))
        own = [at for at in later if not scene.roles_sure or scene.role_at(at) is not Role.CUSTOMER]
        answers = own[: self.look if scene.roles_sure else 2 * self.look]
        best = 0.0
        for at in answers:
            text = scene.utterances[at].text
            if any(_says(wrong, text) >= self.answer_at_least for wrong in question.wrong):
                yield scene.whole(at, window, f"{question.id}: a known wrong answer")
                return
            best = max([best, *(_says(right, text) for right in question.right)])
        if best >= self.answer_at_least:
            return
        hit = scene.whole(position, window, f"{question.id}: best answer {best:.0f} < {self.answer_at_least:g}")
        if scene.doubtful_text.intersection(answers):
            hit = Hit(hit.start_s, hit.end_s, hit.position, hit.chars, f"{hit.why}; answers cannot be relied on", False)
        yield hit


def _doubted(hit: Hit, scene: Scene) -> Hit:
    """What was asked or answered by nobody knows whom proves nothing."""
    known = scene.roles_sure and hit.position is not None and scene.role_at(hit.position) is not Role.UNKNOWN
    return hit if known else hit._replace(sure=False)


def _says(answer: str, said: str) -> float:
    """How nearly *said* contains *answer*; 0 when their numbers differ."""
    wanted, heard = _read(answer), _read(said)
    if not wanted.numbers <= heard.numbers:
        return 0.0
    if len(wanted.folded) > len(heard.folded):
        return sentence_similarity(answer, said)
    return fuzz.partial_ratio(wanted.folded, heard.folded)


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> _Read:
    return _Read(normalise(text).text, frozenset(number.value for number in numbers(text)))
