"""Stage 1: speak sentences of the grammar with many voices into shards of 8 kHz audio.

Every shard is one .npz: the samples of all its utterances end to end (int16), their lengths, texts and voices.
"""

import argparse
import time
from pathlib import Path
from random import Random

import numpy as np
import yaml

from tools.demo_model import sentence
from tools.demo_model.voice import VARIANTS, Speaker, Voice

PER_SHARD = 500
# espeak-ng's speed 200 is about 250 characters a minute, 330 about 470.
SPEEDS = (160, 330)
FAST_SPEEDS = (330, 400)
FAST_SHARE = 0.08


def story_lines(folder: Path | None) -> list[str]:
    """Every line of the demo stories in *folder*; none without a folder."""
    if folder is None:
        return []
    stories = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]
    return [line["text"] for story in stories for line in story["lines"]]


def random_voice(rng: Random) -> Voice:
    """Any of the trained variants at any trained speed and pitch."""
    speed = rng.randint(*(FAST_SPEEDS if rng.random() < FAST_SHARE else SPEEDS))
    return Voice(rng.choice(VARIANTS), speed, rng.randint(30, 70), rng.randint(30, 70))


def shard(
    speaker: Speaker, grammar: sentence.Grammar, rng: Random, *, count: int, line_share: float
) -> dict[str, object]:
    """*count* utterances and what was said in them."""
    sounds, texts, variants = [], [], []
    while len(sounds) < count:
        text, voice = sentence.draw(grammar, rng, line_share=line_share), random_voice(rng)
        sound = speaker.say(text, voice)
        if not 0.15 * len(text) / 2 < len(sound) / 8000 < 14:
            continue
        sounds.append((sound * 32767).astype(np.int16))
        texts.append(text)
        variants.append(voice.variant)
    return {
        "samples": np.concatenate(sounds),
        "lengths": np.array([len(sound) for sound in sounds]),
        "texts": np.array(texts),
        "variants": np.array(variants),
    }


def main() -> None:
    """Write --count utterances to --out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=30000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", default="grammar", help="prefix of the shards")
    parser.add_argument("--stories", type=Path, help="folder of demo stories whose lines are spoken too")
    parser.add_argument("--line-share", type=float, default=0.5, help="share of story lines, with --stories")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rng, speaker, started = Random(args.seed), Speaker(), time.monotonic()
    grammar = sentence.load(lines=story_lines(args.stories))
    for index in range((args.count + PER_SHARD - 1) // PER_SHARD):
        made = shard(speaker, grammar, rng, count=PER_SHARD, line_share=args.line_share if args.stories else 0.0)
        partial = args.out / f"{args.name}-{index:03d}.partial"
        with partial.open("wb") as file:
            np.savez(file, **made)
        partial.rename(partial.with_suffix(".npz"))
        print(
            f"shard {index}: {int(made['lengths'].sum()) / 8000 / 3600:.2f} h, {time.monotonic() - started:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
