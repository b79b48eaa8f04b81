"""Clips of any channels and recordings share a batch, and no text depends on its neighbours."""

from itertools import pairwise
from pathlib import Path

import pytest

from engine.speech.channels import ChannelPolicy
from engine.speech.hear import Heard, Request, hear, hear_many
from engine.speech.ports import Clip, Hints
from tests.support.hearing import CALLS, DEMO_CALLS, random_models, random_settings
from tests.support.sound_files import voice_like

PATHS = [*sorted(CALLS.glob("short_*.flac")), DEMO_CALLS / "hang-up.ogg"]
REQUESTS = [Request(path, ChannelPolicy.STEREO_AGENT_LEFT) for path in PATHS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


def test_together_is_the_same_as_one_by_one(folder: Path):
    alone, together = random_settings(folder, batch_size=1), random_settings(folder, batch_size=8)
    models = random_models(together)

    one_by_one = [hear(request, random_models(alone), alone).transcript for request in REQUESTS]
    batched = [found.transcript for _, found in hear_many(REQUESTS, models, together) if isinstance(found, Heard)]

    assert [[said.text for said in call.utterances] for call in batched] == [
        [said.text for said in call.utterances] for call in one_by_one
    ]
    assert [[said.words for said in call.utterances] for call in batched] == [
        [said.words for said in call.utterances] for call in one_by_one
    ]


def test_several_workers_give_what_one_gives(folder: Path):
    one, two = random_settings(folder, cpu_threads=1), random_settings(folder, cpu_threads=2)

    first = hear(REQUESTS[-1], random_models(one), one).transcript
    second = hear(REQUESTS[-1], random_models(two), two).transcript

    assert first == second


def test_clips_with_other_hints_do_not_share_a_prompt(folder: Path):
    models = random_models(random_settings(folder, batch_size=8))
    sound = voice_like(3.0)[0]
    plain, hinted = Clip(sound, "zh"), Clip(sound, "zh", Hints(("宽带", "套餐"), "客服通话"))

    mixed = models.transcriber.transcribe([plain, hinted, plain])

    assert mixed[0] == mixed[2] == models.transcriber.transcribe([plain])[0]
    assert mixed[1] == models.transcriber.transcribe([hinted])[0]


def test_progress_counts_clips(folder: Path):
    models = random_models(random_settings(folder, batch_size=2))
    done: list[int] = []

    models.transcriber.transcribe([Clip(voice_like(1.0)[0], "zh")] * 5, advanced=done.append)

    assert done == sorted(done)
    assert done[-1] == 5


def test_batches_are_equal_so_that_no_worker_waits_for_another(folder: Path):
    models = random_models(random_settings(folder, batch_size=4, cpu_threads=2))
    done: list[int] = [0]

    models.transcriber.transcribe([Clip(voice_like(1.0)[0], "zh")] * 10, advanced=done.append)

    assert sorted(later - earlier for earlier, later in pairwise(done)) == [2, 2, 3, 3]


def test_a_language_is_found_among_those_the_model_knows(folder: Path):
    language, probability = random_models(random_settings(folder)).transcriber.language_of([voice_like(3.0)[0]])

    assert len(language) in (2, 3)
    assert 0 <= probability <= 1


def test_what_changes_the_text_changes_the_provenance(folder: Path):
    greedy = random_models(random_settings(folder)).transcriber.provenance
    beam = random_models(random_settings(folder, beam_size=5)).transcriber.provenance

    assert greedy.revision == beam.revision
    assert greedy.options != beam.options
