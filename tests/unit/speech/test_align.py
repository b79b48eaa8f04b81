"""From what was recognised in windows to utterances."""

from hypothesis import given
from hypothesis import strategies as st

from engine.speech.align import SLACK_S, Spoken, by_speaker, dominant_speaker, spoken_in
from engine.speech.ports import Said, Span, Turn
from engine.speech.windows import Piece, Window
from rules.transcript import Word

FIRST = Piece(speech=Span(1.0, 3.0), cut=Span(0.8, 3.2), at_s=0.0)
SECOND = Piece(speech=Span(10.0, 12.0), cut=Span(9.8, 12.2), at_s=2.4)
WINDOW = Window((FIRST, SECOND))


def words(*spelled: tuple[str, float, float]) -> tuple[Word, ...]:
    return tuple(Word(text, start_s, end_s, 0.9) for text, start_s, end_s in spelled)


def test_each_stretch_of_a_window_becomes_an_utterance_at_its_own_place():
    said = Said("您好喂", words(("您", 0.3, 0.6), ("好", 0.6, 0.9), ("喂", 2.7, 3.0)))

    agent, customer = spoken_in([WINDOW], [said])

    assert (agent.text, agent.start_s, agent.end_s) == ("您好", 1.0, 3.0)
    assert (customer.text, customer.start_s, customer.end_s) == ("喂", 10.0, 12.0)
    assert [(word.start_s, word.end_s) for word in customer.words] == [(10.1, 10.4)]


def test_words_stay_near_the_voice_they_belong_to():
    said = Said("您", words(("您", 0.0, 2.39)))

    (utterance,) = spoken_in([WINDOW], [said])

    assert utterance.words[0].start_s >= 1.0 - SLACK_S
    assert utterance.words[0].end_s <= 3.0 + SLACK_S


def test_a_window_without_word_times_is_one_utterance():
    (utterance,) = spoken_in([WINDOW], [Said("您好 喂")])

    assert (utterance.start_s, utterance.end_s, utterance.text) == (1.0, 12.0, "您好 喂")


def test_a_window_without_text_gives_nothing():
    assert spoken_in([WINDOW], [Said("  ")]) == ()


def test_confidence_weighs_words_by_their_length():
    spoken = Spoken(0, 1, "hello a", (Word("hello", 0, 0.5, 0.9), Word(" a", 0.5, 1, 0.3)))

    assert spoken.confidence == 0.8


def test_confidence_of_a_text_without_words_is_that_of_its_window():
    assert Spoken(0, 1, "您好", mean_log_prob=0.0).confidence == 1.0


def test_an_utterance_is_divided_where_the_speaker_changes():
    utterance = Spoken(
        0.0, 4.0, "您好喂喂", words(("您", 0.0, 0.5), ("好", 0.5, 1.0), ("喂", 3.0, 3.5), ("喂", 3.5, 4.0))
    )

    parts = by_speaker([utterance], [Turn(0, 0.0, 1.5), Turn(1, 2.5, 4.0)])

    assert [(part.speaker, part.text, part.start_s, part.end_s) for part in parts] == [
        (0, "您好", 0.0, 1.0),
        (1, "喂喂", 3.0, 4.0),
    ]


def test_a_word_between_two_turns_goes_to_the_nearer_one():
    assert dominant_speaker(Span(5.0, 5.2), [Turn(0, 0.0, 4.0), Turn(1, 5.5, 9.0)]) == 1


def test_nobody_speaks_where_there_are_no_turns():
    assert dominant_speaker(Span(0, 1), []) is None


turns = st.lists(
    st.builds(
        lambda speaker, start, length: Turn(speaker, start, start + length),
        st.integers(0, 2),
        st.floats(0, 50),
        st.floats(0.1, 10),
    ),
    max_size=8,
)


@given(turns, st.floats(0, 50), st.floats(0.05, 5), st.randoms())
def test_the_order_of_turns_does_not_matter(found: list[Turn], start_s: float, length_s: float, random):
    shuffled = found.copy()
    random.shuffle(shuffled)
    span = Span(start_s, start_s + length_s)

    assert dominant_speaker(span, shuffled) == dominant_speaker(span, found)


@given(turns)
def test_dividing_loses_no_word(found: list[Turn]):
    utterance = Spoken(
        0.0, 30.0, "".join("您好请问"), words(("您", 1, 2), ("好", 8, 9), ("请", 15, 16), ("问", 25, 29))
    )

    assert "".join(part.text for part in by_speaker([utterance], found)) == "您好请问"
