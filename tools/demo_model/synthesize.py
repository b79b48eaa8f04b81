"""Stage 1: speak sentences of the grammar with many voices into shards of 8 kHz audio.

Every shard is one .npz: the samples of all its utterances end to end (int16), their lengths and texts.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np

from tools.demo_calls.story import read_all
from tools.demo_model import sentence
from tools.demo_model.lesson import Utterance
from tools.demo_model.voice import RATE_HZ, VARIANTS, Speaker, Voice

PER_SHARD = 500
# espeak-ng's speed 200 is about 250 characters a minute, 330 about 470.
SPEEDS = (160, 330)
FAST_SPEEDS = (330, 400)
FAST_SHARE = 0.08
LONGEST_S = 14.0
CLAUSE_SHARE, OWN_VOICE_SHARE = 0.2, 0.7


def story_lines(folder: Path | None) -> list[tuple[str, Voice]]:
    """Every line of the demo stories in *folder* with its voice; none without a folder."""
    if folder is None:
        return []
    return [
        (line.text, Voice(told.variant, told.speed, told.pitch))
        for story in read_all(folder)
        for line in story.lines
        for told in (story.voices[line.role],)
    ]


def random_voice(rng: Random) -> Voice:
    """Any of the trained variants at any trained speed and pitch."""
    speed = rng.randint(*(FAST_SPEEDS if rng.random() < FAST_SHARE else SPEEDS))
    return Voice(rng.choice(VARIANTS), speed, rng.randint(30, 70), rng.randint(30, 70))


def from_grammar(grammar: sentence.Grammar, rng: Random) -> Iterator[tuple[str, Voice]]:
    """Sentences of the grammar in any voice, without end."""
    while True:
        yield sentence.draw(grammar, rng), random_voice(rng)


def from_stories(lines: Sequence[tuple[str, Voice]], rng: Random) -> Iterator[tuple[str, Voice]]:
    """Lines of the stories, some cut at a comma, mostly in about the voice that says them, without end."""
    while True:
        text, voice = rng.choice(lines)
        if rng.random() < CLAUSE_SHARE:
            text = sentence.clause(text, rng)
        near = Voice(voice.variant, voice.speed + rng.randint(-12, 12), voice.pitch + rng.randint(-4, 4))
        yield text, near if rng.random() < OWN_VOICE_SHARE else random_voice(rng)


def utterances(speaker: Speaker, script: Iterator[tuple[str, Voice]]) -> Iterator[Utterance]:
    """*script*, spoken; what espeak-ng fails to say in a sensible time is left out."""
    for text, voice in script:
        sound = speaker.say(text, voice)
        if 0.07 * len(text) < len(sound) / RATE_HZ < LONGEST_S:
            yield Utterance(text, (sound * 32767).astype(np.int16))


def write(spoken: Sequence[Utterance], path: Path) -> float:
    """Write one shard, whole or not at all; returns how many hours it holds."""
    sounds = [utterance.sound for utterance in spoken]
    lengths, texts = np.array([len(sound) for sound in sounds]), np.array([utterance.text for utterance in spoken])
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(file, samples=np.concatenate(sounds), lengths=lengths, texts=texts)
    partial.rename(path)
    return int(lengths.sum()) / RATE_HZ / 3600


def main() -> None:
    """Write --count utterances to --out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=30000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", default="grammar", help="prefix of the shards")
    parser.add_argument("--stories", type=Path, help="speak the lines of these stories, not the grammar")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rng, started = Random(args.seed), time.monotonic()
    lines = story_lines(args.stories)
    script = from_stories(lines, rng) if lines else from_grammar(sentence.load(), rng)
    endless = utterances(Speaker(), script)
    for index in range((args.count + PER_SHARD - 1) // PER_SHARD):
        hours = write(list(islice(endless, PER_SHARD)), args.out / f"{args.name}-{index:03d}.npz")
        print(f"shard {index}: {hours:.2f} h, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
