"""Stage 4: measure a model folder through faster-whisper itself.

Two measures: character error rate on sentences that no shard holds, and on the demo's calls cut at their reference
times. Punctuation does not count.
"""

import argparse
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray
from scipy.signal import resample_poly

from tools.demo_model import sentence
from tools.demo_model.degrade import telephone
from tools.demo_model.synthesize import random_voice
from tools.demo_model.vocabulary import PUNCTUATION
from tools.demo_model.voice import Speaker

RATE_HZ = 16000
# How much line a voice activity detector leaves around a turn.
MARGIN_S = 0.25


@dataclass(slots=True)
class Tally:
    """Errors and characters so far, and the worst turns."""

    errors: int = 0
    characters: int = 0
    audio_s: float = 0.0
    took_s: float = 0.0
    offsets_s: list[float] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def add(self, wanted: str, heard: str) -> None:
        """Count one turn."""
        wanted, heard = plain(wanted), plain(heard)
        errors = distance(wanted, heard)
        self.errors, self.characters = self.errors + errors, self.characters + len(wanted)
        if errors:
            self.wrong.append((wanted, heard))

    def __str__(self) -> str:
        rate = 100 * self.errors / max(self.characters, 1)
        text = f"CER {rate:.2f} % ({self.errors} of {self.characters}), {self.took_s / max(self.audio_s, 1e-9):.3f} xRT"
        if self.offsets_s:
            middle, late = np.percentile(np.abs(self.offsets_s), (50, 95))
            text += f", last word ends {middle:.2f} s off (median), {late:.2f} s (95 %)"
        return text


def plain(text: str) -> str:
    """*text* without punctuation and spaces."""
    return "".join(char for char in text if char not in PUNCTUATION and not char.isspace())


def distance(wanted: str, heard: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(heard) + 1))
    for index, char in enumerate(wanted, 1):
        above, row[0] = row[0], index
        for column, other in enumerate(heard, 1):
            above, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, above + (char != other))
    return row[-1]


class Ear:
    """A model folder behind faster-whisper's batched pipeline."""

    def __init__(self, folder: Path, threads: int) -> None:
        model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)
        self._pipeline = BatchedInferencePipeline(model)

    def hear(self, sound: NDArray[np.float32], tally: Tally) -> tuple[str, float | None]:
        """The text of one clip, and when its last word ends."""
        started = time.monotonic()
        length_s = len(sound) / RATE_HZ
        segments, _ = self._pipeline.transcribe(
            sound, language="zh", beam_size=1, temperature=0, word_timestamps=True, without_timestamps=True,
            vad_filter=False, clip_timestamps=[{"start": 0.0, "end": length_s}], batch_size=1,
        )  # fmt: skip
        segments = list(segments)
        tally.took_s, tally.audio_s = tally.took_s + time.monotonic() - started, tally.audio_s + length_s
        words = [word for segment in segments for word in segment.words or ()]
        return "".join(segment.text for segment in segments), float(words[-1].end) if words else None


def unseen(
    ear: Ear, speaker: Speaker, count: int, shards: Path | None, *, salad_share: float, seed: int = 4711
) -> Tally:
    """Fresh sentences, trained voices, random telephone lines."""
    known: set[str] = set()
    for path in sorted(shards.glob("*.npz")) if shards else ():
        with np.load(path) as shard:
            known.update(map(str, shard["texts"]))
    rng, line, grammar = Random(seed), np.random.default_rng(seed), sentence.load()
    tally, done = Tally(), 0
    while done < count:
        text = sentence.draw(grammar, rng, salad_share=salad_share)
        voice = random_voice(rng)
        if text in known:
            continue
        sound = np.pad(speaker.say(text, voice), int(MARGIN_S * 8000))
        heard, _ = ear.hear(resample_poly(telephone(sound, line), 2, 1).astype(np.float32), tally)
        tally.add(text, heard)
        done += 1
    return tally


def calls(ear: Ear, folder: Path) -> dict[str, Tally]:
    """The demo's calls, each turn cut out of its channel at the reference times."""
    tallies = {}
    for path in sorted(folder.glob("*.ref.json")):
        reference = json.loads(path.read_text(encoding="utf-8"))
        audio = next(file for file in folder.glob(f"{reference['id']}.*") if file.suffix in {".ogg", ".flac"})
        if reference["format"] == "mono":
            channels = (decode_audio(str(audio)),) * 2
        else:
            channels = decode_audio(str(audio), split_stereo=True)
        tally = tallies[reference["id"]] = Tally()
        for turn in reference["utterances"]:
            start_s = max(turn["start_s"] - MARGIN_S, 0)
            channel = channels[turn["role"] != "agent"]
            clip = channel[int(start_s * RATE_HZ) : int((turn["end_s"] + MARGIN_S) * RATE_HZ)]
            heard, last_s = ear.hear(clip, tally)
            tally.add(turn["text"], heard)
            if last_s is not None:
                tally.offsets_s.append(start_s + last_s - turn["end_s"])
    return tallies


def total(tallies: list[Tally]) -> Tally:
    """All of *tallies* as one."""
    whole = Tally()
    for tally in tallies:
        whole.errors, whole.characters = whole.errors + tally.errors, whole.characters + tally.characters
        whole.audio_s, whole.took_s = whole.audio_s + tally.audio_s, whole.took_s + tally.took_s
        whole.offsets_s += tally.offsets_s
        whole.wrong += tally.wrong
    return whole


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--calls", type=Path, default=Path("engine/demo/audio"))
    parser.add_argument("--shards", type=Path, help="skip sentences that these hold")
    parser.add_argument("--unseen", type=int, default=200, help="how many fresh sentences")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print this many wrong turns")
    args = parser.parse_args()
    ear = Ear(args.model, args.threads)
    speaker = Speaker()
    fresh = unseen(ear, speaker, args.unseen, args.shards, salad_share=0.0)
    print(f"unseen sentences: {fresh}")
    print(f"word salad: {unseen(ear, speaker, args.unseen // 4, args.shards, salad_share=1.0)}")
    tallies = calls(ear, args.calls)
    for name, tally in tallies.items():
        print(f"  {name}: {tally}")
    whole = total(list(tallies.values()))
    print(f"demo calls: {whole}")
    for wanted, heard in (fresh.wrong + whole.wrong)[: args.show]:
        print(f"    {wanted}\n  → {heard}")


if __name__ == "__main__":
    main()
