"""Files that hold nothing to hear are refused with a reason, and cost no memory."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from engine.speech.audio import decode, probe
from engine.speech.errors import Reason, UnreadableAudio
from tests.support.machine import ROOT, outside_data
from tests.support.sound_files import Coding, voice_like, wav_bytes, write_coded

LIMIT_MB = 500


def reason_of(path: Path, **options: float) -> Reason:
    with pytest.raises(UnreadableAudio) as refused:
        decode(path, **{"max_duration_s": 7200.0, **options})
    return refused.value.reason


def written(folder: Path, data: bytes, name: str = "a.wav") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


PCM = (voice_like(1.0) * 32767).astype("<i2").tobytes()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"hello, this is not sound\n" * 50, Reason.NOT_AUDIO),
        (b'{"json": [1, 2, 3]}' * 20, Reason.NOT_AUDIO),
        (PCM, Reason.NOT_AUDIO),
        (b"\x00" * 5000, Reason.NOT_AUDIO),
        (wav_bytes(b""), Reason.HEADER_ONLY),
        (wav_bytes(b"", promised_bytes=64000), Reason.NO_SAMPLES),
        (wav_bytes(PCM)[: len(PCM) // 2], Reason.TRUNCATED),
        (wav_bytes(PCM, promised_bytes=len(PCM) * 20), Reason.TRUNCATED),
        (wav_bytes(PCM)[:30], Reason.NOT_AUDIO),
        (wav_bytes(PCM, promised_bytes=0x7000_0000), Reason.TRUNCATED),
        (wav_bytes(PCM, rate_hz=0), Reason.NOT_AUDIO),
        (wav_bytes(PCM, channels=65535), Reason.UNSUPPORTED_CODEC),
        (wav_bytes(PCM, channels=0), Reason.UNSUPPORTED_CODEC),
        (wav_bytes(PCM, channels=6, block=12), Reason.TOO_MANY_CHANNELS),
        (wav_bytes(PCM, tag=0x7777), Reason.UNSUPPORTED_CODEC),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", Reason.NOT_AUDIO),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", Reason.NOT_AUDIO),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n", Reason.NOT_AUDIO),
    ],
    ids=[
        "empty", "text", "json", "pcm without header", "zeros", "header only", "promise without samples", "cut in half",
        "promise of more", "cut in header", "promise of days", "rate 0", "65535 channels", "no channel",
        "six channels", "unknown codec", "playlist", "concat list", "session description",
    ],
)  # fmt: skip
def test_what_cannot_be_heard_is_refused_with_its_reason(tmp_path: Path, data: bytes, reason: Reason):
    assert reason_of(written(tmp_path, data)) is reason


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path):
    assert reason_of(tmp_path / "none.wav") is Reason.MISSING


def test_a_folder_is_not_a_recording(tmp_path: Path):
    assert reason_of(tmp_path) is Reason.MISSING


def test_a_picture_is_not_a_recording(tmp_path: Path):
    path = tmp_path / "a.mp3"
    with av.open(str(path), "w", format="image2") as container:
        stream = container.add_stream("png", rate=1)
        stream.width = stream.height = 16
        stream.pix_fmt = "rgb24"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), dtype=np.uint8), format="rgb24")))

    assert reason_of(path) is Reason.NOT_AUDIO


def test_a_recording_cut_off_in_a_compressed_container_is_refused(tmp_path: Path):
    whole = write_coded(tmp_path, Coding("a.m4a", "mp4", "aac", 16000), voice_like(10.0)).read_bytes()

    assert reason_of(written(tmp_path, whole[: len(whole) // 2], "b.m4a")) in (Reason.NOT_AUDIO, Reason.TRUNCATED)


def test_a_flac_that_ends_early_is_refused(tmp_path: Path):
    whole = write_coded(tmp_path, Coding("a.flac", "flac", "flac", 16000), voice_like(10.0)).read_bytes()

    assert reason_of(written(tmp_path, whole[: len(whole) // 2], "b.flac")) is Reason.TRUNCATED


def test_a_wav_that_is_careless_with_its_rates_is_heard(tmp_path: Path):
    heard = decode(written(tmp_path, wav_bytes(PCM, bytes_per_s=1)), max_duration_s=7200.0)

    assert heard.facts.duration_s == pytest.approx(2.0)


@pytest.mark.parametrize("promised", [0, 0xFFFFFFFF, 0xFFFFFFF0, 0x7FFFFFFF])
def test_a_wav_written_while_streaming_is_heard_to_its_end(tmp_path: Path, promised: int):
    heard = decode(written(tmp_path, wav_bytes(PCM, promised_bytes=promised)), max_duration_s=7200.0)

    assert heard.facts.duration_s == pytest.approx(2.0)


def test_a_recording_longer_than_the_limit_is_refused(tmp_path: Path):
    path = write_coded(tmp_path, Coding("a.wav", "wav", "pcm_s16le", 8000), voice_like(3.0))

    assert reason_of(path, max_duration_s=2.0) is Reason.TOO_LONG


def test_a_refusal_says_what_it_is_about(tmp_path: Path):
    with pytest.raises(UnreadableAudio) as refused:
        probe(written(tmp_path, wav_bytes(PCM, promised_bytes=len(PCM) * 20)), max_duration_s=7200.0)

    assert refused.value.detail == {"promised_s": 40.0, "found_s": 2.0}


@pytest.mark.outside_data
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("header_only_46bytes.wav", Reason.HEADER_ONLY),
        ("missing_wav_header.wav", Reason.NOT_AUDIO),
        ("as_published_pii-redaction-output_1.json", Reason.NOT_AUDIO),
        ("invalid.json", Reason.NOT_AUDIO),
    ],
)
def test_malformed_files_from_the_wild_are_refused(name: str, reason: Reason):
    assert reason_of(outside_data() / "malformed" / name) is reason


# A kilohertz is enough for silence, and quick to write.
BOMB_RATE_HZ = 1000


@pytest.fixture(scope="module")
def day_of_silence(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A day in very little space; 5.5 GB as samples at 16 kHz."""
    path = tmp_path_factory.mktemp("bomb") / "day.flac"
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=BOMB_RATE_HZ, layout="mono")
        block = av.AudioFrame.from_ndarray(np.zeros((1, 65536), dtype=np.int16), format="s16", layout="mono")
        block.sample_rate = BOMB_RATE_HZ
        for _ in range(86400 * BOMB_RATE_HZ // block.samples):
            container.mux(stream.encode(block))
        container.mux(stream.encode(None))
    return path.read_bytes()


def claiming(flac: bytes, seconds: int) -> bytes:
    """The file with a header that claims another length."""
    packed = struct.unpack(">Q", flac[18:26])[0]
    return flac[:18] + struct.pack(">Q", packed & ~((1 << 36) - 1) | seconds * BOMB_RATE_HZ) + flac[26:]


# The kernel's high-water mark of this program alone; what getrusage tells includes the parent that started it.
MEASURED = """
import json, sys
from pathlib import Path
from engine.speech.audio import decode
from engine.speech.errors import UnreadableAudio
try:
    decode(Path(sys.argv[1]), max_duration_s=7200.0)
    reason = "heard"
except UnreadableAudio as error:
    reason = str(error.reason)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"reason": reason, "peak_mb": int(peak.split()[1]) / 1024}))
"""


def measured(path: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("claimed_s", [86400, 0, 60], ids=["honest", "no claim", "claims a minute"])
def test_a_day_of_silence_is_refused_without_filling_memory(tmp_path: Path, day_of_silence: bytes, claimed_s: int):
    assert len(day_of_silence) < 8_000_000

    found = measured(written(tmp_path, claiming(day_of_silence, claimed_s), "day.flac"))

    assert found["reason"] in ("too_long", "truncated")
    assert float(str(found["peak_mb"])) < LIMIT_MB


def test_a_header_that_promises_days_costs_no_memory(tmp_path: Path):
    found = measured(written(tmp_path, wav_bytes(PCM, promised_bytes=0x7000_0000)))

    assert found["reason"] in ("too_long", "truncated")
    assert float(str(found["peak_mb"])) < LIMIT_MB
