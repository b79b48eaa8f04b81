"""The fast matcher hears exactly what the slow, obvious one hears."""

from itertools import product

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


# Seeds are chosen by how rare characters are among all phrases: beside this one, pairs are rarer than characters.
CROWD = Phrase("".join(chr(point) for point in range(0x5000, 0x5100)), Kind.FUZZY, "crowd", 100.0)


@st.composite
def calls(draw):
    phrases = draw(st.lists(PHRASE, min_size=1, max_size=8))
    texts = draw(st.lists(st.one_of(SPEECH, heard_wrongly(phrases)), max_size=6))
    return phrases, texts


@st.composite
def just_similar_enough(draw):
    """A phrase of different characters, and an utterance with a stretch that reaches the asked similarity exactly."""
    length = draw(st.one_of(st.integers(2, 4), st.integers(1, 12)))
    width = draw(st.one_of(st.just(length), st.just(max(1, length - 1)), st.integers(1, length)))
    kept = draw(st.one_of(st.just(width), st.integers((width + 1) // 2, width)))
    phrase = draw(st.permutations("年您化花率律行长投诉账单"))[:length]
    matched = sorted(draw(st.permutations(range(length)))[:kept])
    stretch = with_noise(draw, [phrase[place] for place in matched], width - kept)
    before, after = draw(st.sampled_from(["", "哦", "哦" * 15])), draw(st.sampled_from(["", "哦", "哦" * 15]))
    return [CROWD, Phrase("".join(phrase), Kind.FUZZY, "A", 200 * kept / (length + width))], [before + stretch + after]


@st.composite
def as_long_as_the_phrase(draw):
    """An utterance of the phrase's length that is just similar enough to the beginning or the end of the phrase."""
    length = draw(st.integers(2, 10))
    width = draw(st.integers(1, length - 1))
    kept = draw(st.integers((width + 1) // 2, width))
    phrase = draw(st.permutations("年您化花率律行长投诉账单"))[:length]
    part = phrase[:width] if draw(st.booleans()) else phrase[-width:]
    matched = sorted(draw(st.permutations(range(width)))[:kept])
    text = with_noise(draw, [part[place] for place in matched], length - kept)
    return [CROWD, Phrase("".join(phrase), Kind.FUZZY, "A", 200 * kept / (length + width))], [text]


def with_noise(draw, said, count):
    """What is *said*, with *count* foreign characters in between, before or after."""
    for at in draw(st.lists(st.integers(0, len(said)), min_size=count, max_size=count)):
        said = [*said[:at], "嗯", *said[at:]]
    return "".join(said)


@st.composite
def the_same_again_and_again(draw):
    """Phrases that could overlap with themselves."""
    text = draw(st.sampled_from(["行行", "行行行", "行长行", "行长行长行"]))
    return [Phrase(text, draw(st.sampled_from(Kind)))], [draw(st.text(alphabet="行长", min_size=3, max_size=12))]


ANY_CALL = st.one_of(calls(), just_similar_enough(), as_long_as_the_phrase(), the_same_again_and_again())


def assert_same(call):
    phrases, texts = call

    assert Matcher(phrases).scan(texts) == slow_scan(phrases, texts)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_CALL)
def test_the_fast_matcher_hears_what_the_slow_one_hears(call):
    assert_same(call)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_every_short_text_is_judged_as_the_slow_one_judges_it(length):
    phrase = "年您化花"[:length]
    texts = ["".join(chars) for size in range(6) for chars in product(phrase + "嗯", repeat=size)]
    similarities = {200 * kept / (length + width) for width in range(1, length + 1) for kept in range(1, width + 1)}

    assert_same(([CROWD, *(Phrase(phrase, Kind.FUZZY, "A", at_least) for at_least in sorted(similarities))], texts))


@pytest.mark.nightly
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_CALL)
def test_the_fast_matcher_hears_what_the_slow_one_hears_in_ten_thousand_calls(call):
    assert_same(call)
