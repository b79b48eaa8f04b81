"""Sentence similarity against a slow, obvious reference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from rules.folded import Folded, Sentence
from rules.similarity import Examples, sentence_similarity
from rules.text.normalise import normalise

TEXT = st.text(alphabet="您好请问还有其他可以帮吗ab ，。?", max_size=14)


def reference(left: str, right: str) -> float:
    first, second = normalise(left).text, normalise(right).text
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (first, second)]
    common = len(pairs[0] & pairs[1])
    if not common or common * 4 < min(len(pairs[0]), len(pairs[1])):
        return 0.0
    return max(fuzz.ratio(first, second), 200 * common / (len(pairs[0]) + len(pairs[1])))


@settings(deadline=None)
@given(TEXT, TEXT)
def test_similarity_is_the_larger_of_two_views(left: str, right: str) -> None:
    assert sentence_similarity(left, right) == pytest.approx(reference(left, right))


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5), TEXT)
def test_the_nearest_example_is_the_nearest_of_all(examples: list[str], said: str) -> None:
    similarity, nearest = Examples(examples).nearest(Folded([said]).sentences(0)[:1])

    assert similarity == pytest.approx(max(reference(example, said) for example in examples))
    assert nearest in (*examples, "")


def test_the_same_sentence_is_wholly_alike_and_another_is_not() -> None:
    assert sentence_similarity("请问还有其他可以帮您的吗？", "请问还有其他可以帮您的吗") == 100
    assert sentence_similarity("请问还有其他可以帮您的吗", "八十六元") == 0


def test_an_utterance_is_also_compared_sentence_by_sentence() -> None:
    parts = Folded(["已经登记好了。请问还有其他可以帮您的吗？"]).sentences(0)

    assert [part.raw for part in parts] == [
        "已经登记好了。请问还有其他可以帮您的吗？",
        "已经登记好了",
        "请问还有其他可以帮您的吗",
    ]


def test_a_backend_takes_the_place_of_both_views() -> None:
    examples = Examples(["甲", "乙"], lambda example, said: 90.0 if example == "乙" else 10.0)

    assert examples.nearest(Folded(["丙"]).sentences(0)) == (90.0, "乙")


MIXED = st.text(alphabet="您好请问其他 3.5,．ab'-\n½é，。?!…", max_size=16)


@settings(deadline=None)
@given(st.lists(MIXED, min_size=1, max_size=4))
def test_sentences_cut_from_the_folded_call_are_the_sentences_folded(texts: list[str]) -> None:
    folded = Folded(texts)

    assert [folded.sentences(at) for at in range(len(texts))] == [
        tuple(Sentence(part.raw, normalise(part.raw).text) for part in folded.sentences(at)) for at in range(len(texts))
    ]


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=4))
def test_utterances_that_are_passed_over_are_near_no_example(examples: list[str], texts: list[str]) -> None:
    known, folded = Examples(examples), Folded(texts)

    nearest = dict(known.nearest_in(folded, range(len(texts))))

    assert {at: nearest.get(at, (0.0, "")) for at in range(len(texts))} == {
        at: known.nearest(folded.sentences(at)) for at in range(len(texts))
    }
