"""The fast matcher hears exactly what the slow, obvious one hears."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.matcher import Kind, Matcher, Phrase
from rules.matcher.reference import slow_scan
from rules.text.pinyin import Confusion

# Few characters, so that phrases meet: homophones, two readings, traditional, letters, digits, beyond the table, noise.
SPEECH = st.text(alphabet="年粘黏您化花话率律旅行航长投诉訴ab Ab5五,。 '-𠮷㎏", max_size=16)
PHRASE_TEXT = st.text(alphabet="年粘您化花话率律行长投诉ab 5𠮷", min_size=1, max_size=9)
SIMILARITY = st.one_of(
    st.sampled_from([0.0, 33.0, 50.0, 60.0, 66.6, 75.0, 80.0, 85.0, 90.0, 100.0, 200 / 3, 400 / 7]),
    st.floats(0, 100),
)
PHRASE = st.builds(
    Phrase,
    text=PHRASE_TEXT,
    kind=st.sampled_from(Kind),
    key=st.sampled_from(["A", "B"]),
    at_least=SIMILARITY,
    fold=st.frozensets(st.sampled_from(Confusion)),
)


@st.composite
def heard_wrongly(draw, phrases):
    """An utterance with pieces of the phrases in it, each with a few slips."""
    parts = []
    for phrase in draw(st.lists(st.sampled_from(phrases), max_size=3)):
        said = list(phrase.text)
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(said)))
            said[at : at + draw(st.integers(0, 1))] = draw(st.sampled_from(["", "花", "x", "您", " "]))
        parts += [*said, draw(SPEECH)]
    return "".join(parts)


@st.composite
def calls(draw):
    phrases = draw(st.lists(PHRASE, min_size=1, max_size=8))
    texts = draw(st.lists(st.one_of(SPEECH, heard_wrongly(phrases)), max_size=6))
    return phrases, texts


def assert_same(call):
    phrases, texts = call

    assert Matcher(phrases).scan(texts) == slow_scan(phrases, texts)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls())
def test_the_fast_matcher_hears_what_the_slow_one_hears(call):
    assert_same(call)


@pytest.mark.nightly
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls())
def test_the_fast_matcher_hears_what_the_slow_one_hears_in_ten_thousand_calls(call):
    assert_same(call)
