"""The copy people hear: all of the sound, nothing else."""

from pathlib import Path

import av
import numpy as np
import pytest

from engine.speech.audio import Audio, decode
from engine.speech.playable import write_playable
from engine.speech.ports import RATE_HZ, Span
from tests.support.hearing import CALLS
from tests.support.sound_files import Coding, voice_like, write_coded

CANARY = "agent-8023-zhang-san"


@pytest.fixture
def call() -> Audio:
    return decode(CALLS / "short_greeting.flac", max_duration_s=60.0)


def copied(audio: Audio, folder: Path, **options) -> Audio:
    write_playable(audio, folder / "copy.ogg", **options)
    return decode(folder / "copy.ogg", max_duration_s=60.0)


def test_the_copy_sounds_like_the_original(tmp_path: Path, call: Audio):
    copy = copied(call, tmp_path)

    assert copy.facts.codec == "opus"
    assert copy.samples.shape == call.samples.shape
    for channel in (0, 1):
        assert np.corrcoef(copy.samples[channel], call.samples[channel])[0, 1] > 0.95


def test_no_side_leaks_into_the_other(tmp_path: Path):
    one_sided = np.stack([voice_like(3.0)[0], np.zeros(3 * RATE_HZ, dtype=np.float32)])
    copy = copied(Audio(decode(CALLS / "short_greeting.flac", max_duration_s=60.0).facts, one_sided), tmp_path)

    loud, quiet = (float(np.sqrt((channel**2).mean())) for channel in copy.samples)
    assert quiet < loud / 300


def test_tags_of_the_original_are_not_in_the_copy(tmp_path: Path):
    tagged = tmp_path / "a.mp3"
    source = write_coded(tmp_path, Coding("b.mp3", "mp3", "libmp3lame", 16000), voice_like(2.0))
    with av.open(str(source)) as given, av.open(str(tagged), "w") as container:
        container.metadata["artist"] = container.metadata["comment"] = container.metadata["title"] = CANARY
        stream = container.add_stream_from_template(given.streams.audio[0])
        for packet in given.demux(given.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    assert CANARY.encode() in tagged.read_bytes()

    write_playable(decode(tagged, max_duration_s=60.0), tmp_path / "copy.ogg")

    data = (tmp_path / "copy.ogg").read_bytes()
    assert CANARY.encode() not in data
    assert b"Lavf" not in data


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path, call: Audio):
    write_playable(call, tmp_path / "one.ogg")
    write_playable(call, tmp_path / "two.ogg")

    assert (tmp_path / "one.ogg").read_bytes() == (tmp_path / "two.ogg").read_bytes()


def test_what_must_not_be_heard_is_silent_in_every_channel(tmp_path: Path, call: Audio):
    copy = copied(call, tmp_path, silenced=[Span(0.5, 1.5)])

    part = copy.samples[:, round(0.6 * RATE_HZ) : round(1.4 * RATE_HZ)]
    assert float(np.abs(part).max()) < 1e-3
    assert float(np.abs(copy.samples[:, : round(0.5 * RATE_HZ)]).max()) > 0.01


def test_the_original_samples_are_not_touched(tmp_path: Path, call: Audio):
    before = call.samples.copy()

    write_playable(call, tmp_path / "copy.ogg", silenced=[Span(0.0, 1.0)])

    assert np.array_equal(call.samples, before)
