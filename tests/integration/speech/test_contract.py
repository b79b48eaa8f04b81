"""What every recogniser and every diarizer must do, whichever is behind the name."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.speech.diarize_light import LightDiarizer
from engine.speech.ports import RATE_HZ, Clip, Diarizer, Span, Transcriber
from engine.speech.scripted import Scripted
from tests.support.hearing import demo_models, random_models, random_settings
from tests.support.sound_files import voice_like


@pytest.fixture(params=["scripted", "random whisper", "demo model"])
def recogniser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Transcriber:
    makers: dict[str, Callable[[], Transcriber]] = {
        "scripted": Scripted,
        "random whisper": lambda: random_models(random_settings(tmp_path_factory.mktemp("model"))).transcriber,
        "demo model": lambda: demo_models().transcriber,
    }
    return makers[request.param]()


@pytest.fixture(params=[LightDiarizer])
def diarizer(request: pytest.FixtureRequest) -> Diarizer:
    found: Diarizer = request.param()
    return found


CLIPS = [Clip(voice_like(seconds)[0], "zh") for seconds in (0.4, 3.0, 11.0)]


def test_every_clip_has_one_text_in_the_order_given(recogniser: Transcriber):
    said = recogniser.transcribe(CLIPS)

    assert len(said) == len(CLIPS)
    assert said == recogniser.transcribe(CLIPS)


def test_no_clips_give_no_texts(recogniser: Transcriber):
    assert recogniser.transcribe([]) == ()


def test_words_lie_in_their_clip_and_are_plain_numbers(recogniser: Transcriber):
    for clip, said in zip(CLIPS, recogniser.transcribe(CLIPS), strict=True):
        for word in said.words:
            assert 0 <= word.start_s <= word.end_s <= clip.duration_s + 1e-3
            assert type(word.start_s) is float
            assert word.prob is None or (type(word.prob) is float and 0 <= word.prob <= 1)


def test_words_spell_the_text(recogniser: Transcriber):
    for said in recogniser.transcribe(CLIPS):
        if said.words:
            assert "".join(word.text for word in said.words).strip() == said.text.strip()


def test_a_recogniser_says_what_it_is(recogniser: Transcriber):
    provenance = recogniser.provenance

    assert provenance.backend
    assert provenance.model
    assert provenance.revision
    assert provenance == recogniser.provenance
    assert 0 < recogniser.window.max_s <= 30.0
    assert recogniser.batch_clips >= 1


def test_turns_are_sorted_inside_the_speech_and_counted_from_zero(diarizer: Diarizer):
    sound = np.concatenate([voice_like(3.0)[0], voice_like(3.0, 2)[1]] * 3)
    speech = [Span(0.0, 8.0), Span(9.0, 18.0)]

    found = diarizer.diarize(sound, speech)

    assert list(found.turns) == sorted(found.turns, key=lambda turn: turn.start_s)
    assert found.turns[0].speaker == 0
    assert all(
        any(span.start_s <= turn.start_s and turn.end_s <= span.end_s for span in speech) for turn in found.turns
    )
    assert 0 <= found.confidence <= 1


def test_no_speech_has_no_turns(diarizer: Diarizer):
    assert diarizer.diarize(np.zeros(RATE_HZ, dtype=np.float32), []).turns == ()
