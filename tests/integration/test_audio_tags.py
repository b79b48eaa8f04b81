"""What people hear is a copy without tags: a name in the file they came from reaches nobody."""

from pathlib import Path

import av
import numpy as np
import pytest
from sqlalchemy import select

from engine.call_about import CallAbout
from engine.steps.ingest import ingest
from models.tables.recordings import Recording
from tests.support.house import open_house, progress_of, settings_of, work_through
from tests.support.recordings import short_calls

CANARY = "TAG-CANARY-7f3a"


def tagged(folder: Path, suffix: str, codec: str) -> Path:
    """A short call whose file names its agent in every tag there is."""
    path = folder / f"{CANARY}.{suffix}"
    with av.open(str(short_calls(folder / "plain", 1)[0])) as plain, av.open(str(path), "w") as file:
        file.metadata.update(dict.fromkeys(("title", "artist", "comment", "album", "encoded_by"), CANARY))
        stream = file.add_stream(codec, rate=48_000 if codec == "libopus" else 16_000, layout="stereo")
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=stream.rate)
        for frame in plain.decode(audio=0):
            for ready in resampler.resample(frame):
                file.mux(stream.encode(ready))
        file.mux(stream.encode(None))
    assert CANARY.encode() in path.read_bytes()
    return path


@pytest.mark.parametrize(
    ("suffix", "codec"), [("ogg", "libopus"), ("flac", "flac"), ("wav", "pcm_s16le"), ("mp3", "mp3")]
)
def test_tags_do_not_reach_the_copy_that_people_hear(sqlite_url: str, tmp_path: Path, suffix: str, codec: str):
    with open_house(settings_of(tmp_path / "data", sqlite_url)) as services:
        ingest(tagged(tmp_path, suffix, codec), CallAbout(), services=services)
        work_through(services)
        with services.transaction.read() as tx:
            recording = tx.session.scalars(select(Recording)).one()

        assert progress_of(services) == {"routed": 1}
        assert recording.playable_sha256 is not None
        heard = services.storage.path_of(recording.playable_sha256)
        assert CANARY.encode() not in heard.read_bytes()
        with av.open(str(heard)) as file:
            assert CANARY not in str(file.metadata) + str(file.streams.audio[0].metadata)
            assert np.concatenate([frame.to_ndarray().ravel() for frame in file.decode(audio=0)]).size > 0
