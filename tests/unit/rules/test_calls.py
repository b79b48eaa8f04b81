"""Many calls side by side say of each what it says alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calls import Calls
from rules.folded import Folded
from rules.scan import Heard
from rules.scene import Limits, Scene
from rules.scope import Speaker
from rules.similarity import Examples
from rules.spots import Spots
from rules.text.normalise import join, together
from rules.timeline import timeline_of
from rules.transcript import Role, Transcript, Utterance

TEXT = st.text(alphabet="您好请问还有其他可以帮吗一二3.5ab ，。?\n", max_size=14)
TEXTS = st.lists(TEXT, max_size=5)
LIMITS = Limits(0.5, 0.5)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_joined_texts_put_together_are_the_texts_joined(calls: list[list[str]]) -> None:
    whole = join([text for texts in calls for text in texts])

    parts = together([join(texts) for texts in calls])

    assert parts.text == whole.text
    for name in ("codes", "offsets", "starts", "ends"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), TEXTS, st.sampled_from((30.0, 50.0, 70.0, 90.0, 100.0)))
def test_no_utterance_that_is_like_an_example_is_overlooked(examples: list[str], said: list[str], least: float) -> None:
    folded, sought = Folded(said), Examples(examples)
    nearest = [sought.nearest(folded.sentences(at))[0] for at in range(len(said))]

    alike = sought.alike_in(folded, folded.lengths >= 0, least)

    assert alike.tolist() == [similarity >= least for similarity in nearest]


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_what_is_counted_of_many_calls_is_what_is_counted_of_each(calls: list[list[str]]) -> None:
    transcripts = [_call(texts) for texts in calls]
    heard = [Heard(Spots(((), (), (), ())), join(texts)) for texts in calls]
    together = Calls(transcripts, heard, LIMITS, "zh")
    scenes = [
        Scene(call, {}, one, LIMITS, "zh", (), proving=False) for call, one in zip(transcripts, heard, strict=True)
    ]

    assert together.units(words=None).tolist() == [count for scene in scenes for count in scene.units(words=False)]
    assert together.digit_like.tolist() == [count for scene in scenes for count in scene.digit_like]
    assert together.longest_pause_s.tolist() == [scene.longest_pause_s for scene in scenes]
    assert together.having(together.may_speak(Speaker.AGENT)).tolist() == [
        any(role is not Role.CUSTOMER for role in scene.roles) for scene in scenes
    ]


def _call(texts: list[str]) -> Transcript:
    roles = (Role.AGENT, Role.CUSTOMER, Role.UNKNOWN)
    said = tuple(Utterance(at, roles[at % 3], at * 3.0, at * 3.0 + 2.0, text) for at, text in enumerate(texts, start=1))
    return Transcript(said, timeline_of(said))
