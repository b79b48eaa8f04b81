"""Any recording a call centre keeps, as float32 samples at 16 000 Hz, one row per channel.

Decoding is streamed twice: once to count, so that a lying header costs time but no memory, and once to keep.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer

from engine.speech.errors import Reason, UnreadableAudio
from engine.speech.ports import RATE_HZ, FloatArray
from engine.speech.resampling import resampled
from models.channels import SAMPLE_BY_SAMPLE, RawEncoding

# Only what carries sound: no playlists, no session descriptions, no images.
CONTAINERS = "aac,aiff,amr,amrnb,amrwb,asf,au,caf,flac,g723_1,g726,g729,gsm,matroska,mov,mp3,ogg,w64,wav,webm"
# A file is a file: nothing inside it may make the decoder open another one, near or far.
PROTOCOLS = "file"
MAX_CHANNELS = 2
# Headers round to packets: half a second or one part in fifty is not a loss.
MISSING_TOLERANCE_S = 0.5
MISSING_TOLERANCE_SHARE = 0.02
# WAV writers that stream put the largest number where the size should be: no promise at all.
UNKNOWN_WAV_BYTES = 0x7FFF_FF00
# Plain samples are read in parts of this size: each step costs the same, however little it reads.
PACKET_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class RawFormat:
    """What a source says of its headerless files."""

    encoding: RawEncoding
    sample_rate_hz: int = 8000
    channels: int = 1


# How files begin that say what they are. MP3 and AAC without tags begin like the silence of µ-law: their names tell.
SIGNATURES = (b"RIFF", b"RF64", b"riff", b"OggS", b"fLaC", b"FORM", b".snd", b"caff", b"#!AMR", b"ID3", b"\x1aE\xdf")
ASF, MP4_AT = b"\x30\x26\xb2\x75", 4
NAMED_BY_SUFFIX = frozenset({".mp3", ".aac"})


def needs_raw_format(path: Path, name: str) -> bool:
    """Whether a file has no header, so that only its source knows what is in it.

    Args:
        name: the file's name as it came; *path* may be called anything.
    """
    with path.open("rb") as file:
        head = file.read(12)
    known = head.startswith((*SIGNATURES, ASF)) or head[MP4_AT : MP4_AT + 4] == b"ftyp"
    return not known and Path(name).suffix.lower() not in NAMED_BY_SUFFIX


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """What is known of a file after counting every sample in it."""

    duration_s: float
    channels: int
    sample_rate_hz: int
    codec: str
    container: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Audio:
    """Decoded sound: *samples* has the shape (channels, n), 16 000 Hz."""

    facts: AudioFacts
    samples: FloatArray


def decode(path: Path, *, max_duration_s: float, raw: RawFormat | None = None) -> Audio:
    """The whole recording, every channel.

    Raises:
        UnreadableAudio: not sound, cut off, damaged, or longer than *max_duration_s*.
    """
    facts = probe(path, max_duration_s=max_duration_s, raw=raw)
    wanted = round(facts.duration_s * RATE_HZ)
    samples = np.zeros((facts.channels, wanted + RATE_HZ), dtype=np.float32)
    filled = 0
    for block in _resampled(path, raw):
        room = samples.shape[1] - filled
        samples[:, filled : filled + block.shape[1]] = block[:, :room]
        filled += min(block.shape[1], room)
    return Audio(facts, samples[:, :filled])


def probe(path: Path, *, max_duration_s: float, raw: RawFormat | None = None) -> AudioFacts:
    """Count the samples of a file and read its kind, without keeping any sound.

    Raises:
        UnreadableAudio: as `decode`.
    """
    if not path.is_file():
        raise UnreadableAudio(Reason.MISSING)
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise UnreadableAudio(Reason.EMPTY)
    with _opened(path, raw) as container:
        stream = container.streams.audio[0]
        codec = stream.codec_context
        if not codec.sample_rate:
            raise UnreadableAudio(Reason.BAD_RATE)
        if codec.channels > MAX_CHANNELS:
            raise UnreadableAudio(Reason.TOO_MANY_CHANNELS, channels=codec.channels, most=MAX_CHANNELS)
        promised_s = None if container.format.name == "wav" else _promised_s(container)
        if promised_s is not None and promised_s > max_duration_s:
            raise UnreadableAudio(Reason.TOO_LONG, seconds=round(promised_s, 1), limit_s=max_duration_s)
        counted_s = 0.0
        for frame in _frames(container):
            counted_s += frame.samples / frame.sample_rate
            if counted_s > max_duration_s:
                raise UnreadableAudio(Reason.TOO_LONG, limit_s=max_duration_s)
        if container.format.name == "wav":
            promised_s = _promised_by_wav(path, counted_s)
        _check_length(counted_s, promised_s)
        return AudioFacts(
            duration_s=counted_s,
            channels=codec.channels,
            sample_rate_hz=codec.sample_rate,
            codec=codec.name,
            container=container.format.name,
            sha256=_sha256(path),
        )


def _check_length(counted_s: float, promised_s: float | None) -> None:
    if counted_s == 0:
        raise UnreadableAudio(Reason.NO_SAMPLES if promised_s else Reason.HEADER_ONLY)
    if promised_s is None:
        return
    missing_s = promised_s - counted_s
    if missing_s > max(MISSING_TOLERANCE_S, promised_s * MISSING_TOLERANCE_SHARE):
        raise UnreadableAudio(Reason.TRUNCATED, promised_s=round(promised_s, 1), found_s=round(counted_s, 1))


def _promised_s(container: InputContainer) -> float | None:
    """The duration the file says it has, None when it says none."""
    stream = container.streams.audio[0]
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _promised_by_wav(path: Path, counted_s: float) -> float | None:
    """The duration a WAV header promises; None when it holds a placeholder.

    The decoder quietly clamps the size of the data to what is in the file, so it is read here; and it is compared in
    bytes, because writers are careless with the rates in the header.
    """
    with path.open("rb") as file:
        if file.read(12)[:4] != b"RIFF":
            return None
        while len(chunk := file.read(8)) == 8:
            name, size = chunk[:4], int.from_bytes(chunk[4:], "little")
            if name != b"data":
                file.seek(size + (size & 1), 1)
                continue
            there = path.stat().st_size - file.tell()
            if not 0 < size < UNKNOWN_WAV_BYTES:
                return None
            return counted_s * size / there if there else float("inf")
    return None


def _opened(path: Path, raw: RawFormat | None) -> InputContainer:
    options = {
        "protocol_whitelist": PROTOCOLS,
        "format_whitelist": str(raw.encoding) if raw else CONTAINERS,
        "max_size": str(PACKET_BYTES),
        # Plain samples are what they are: no looking through them for a film's sound track.
        "max_probe_packets": "1",
    }
    kind = None
    if raw is not None:
        kind = str(raw.encoding)
        if raw.encoding in SAMPLE_BY_SAMPLE:
            options |= {"sample_rate": str(raw.sample_rate_hz), "ch_layout": "stereo" if raw.channels == 2 else "mono"}
    try:
        container = av.open(str(path), format=kind, options=options, metadata_errors="ignore")
    except (av.error.FFmpegError, ValueError) as error:
        raise UnreadableAudio(Reason.NOT_AUDIO) from error
    if not container.streams.audio:
        container.close()
        raise UnreadableAudio(Reason.NOT_AUDIO)
    if container.streams.audio[0].codec_context is None:
        container.close()
        raise UnreadableAudio(Reason.UNSUPPORTED_CODEC)
    return container


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    """Every frame that decodes; a damaged packet is skipped, a file of them is refused."""
    good, bad = 0, 0
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            bad += 1
            continue
        except (av.error.FFmpegError, NotImplementedError) as error:
            raise UnreadableAudio(Reason.UNSUPPORTED_CODEC, codec=container.streams.audio[0].codec.name) from error
        good += len(frames)
        for frame in frames:
            if frame.samples:
                yield frame
    if bad > good:
        raise UnreadableAudio(Reason.DAMAGED if good else Reason.NOT_AUDIO, damaged_packets=bad, packets=good + bad)


def _resampled(path: Path, raw: RawFormat | None) -> Iterator[FloatArray]:
    with _opened(path, raw) as container:
        yield from resampled(_frames(container), container.streams.audio[0].codec_context.channels)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
