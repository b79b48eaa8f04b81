"""A packed transcript comes back whole, but for its words."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.lean import packed, unpacked
from rules.transcript import Overlap, Role, RoleSource, Silence, Timeline, Transcript, Utterance, Word

SECONDS = st.floats(0, 1e5, allow_nan=False)
ROLE = st.sampled_from(Role)
MAYBE_ROLE = st.none() | ROLE
TEXT = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(["您好\n再见", "\ud800", ""])
SILENCES = st.lists(st.builds(Silence, SECONDS, SECONDS, MAYBE_ROLE), max_size=3).map(tuple)
UTTERANCES = st.lists(
    st.builds(
        Utterance,
        id=st.integers(1, 99),
        role=ROLE,
        start_s=SECONDS,
        end_s=SECONDS,
        text=TEXT,
        words=st.just((Word("您", 0.0, 0.2, 0.9),)),
        confidence=st.none() | st.floats(0, 1),
        suspect=st.none() | st.just("may be invented"),
        channel=st.none() | st.integers(0, 1),
        loudness_db=st.none() | st.floats(-90, 0),
    ),
    max_size=5,
)
TIMELINE = st.builds(
    Timeline,
    duration_s=SECONDS,
    speech_s=st.dictionaries(ROLE, SECONDS),
    silences=SILENCES,
    overlaps=st.none() | st.lists(st.builds(Overlap, SECONDS, SECONDS, MAYBE_ROLE), max_size=3).map(tuple),
    talk_ratio=st.none() | st.floats(0, 1),
    holds=SILENCES,
)
TRANSCRIPT = st.builds(
    Transcript,
    utterances=UTTERANCES.map(tuple),
    timeline=TIMELINE,
    language=st.sampled_from(["zh", "en"]),
    role_source=st.sampled_from(RoleSource),
    role_confidence=st.floats(0, 1),
)


@settings(deadline=None)
@given(TRANSCRIPT)
def test_a_packed_transcript_comes_back_without_its_words(transcript: Transcript) -> None:
    wordless = tuple(replace(utterance, words=()) for utterance in transcript.utterances)

    assert unpacked(packed(transcript)) == replace(transcript, utterances=wordless)
