"""Render stories to telephone audio: <id>.ogg (Opus) or <id>.flac, and what is said in it, <id>.ref.json.

8 kHz, 16 bit, agent left and customer right; mu-law coded and with a little line noise, as an exchange records it.
The same story always gives the same sound. Needs espeak-ng and its library; the demo itself needs neither.
"""

import argparse
import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from tools.demo_calls.story import ROLES, Story, read_all, unknown_characters
from tools.demo_model import sentence
from tools.demo_model.degrade import mu_law, noise
from tools.demo_model.voice import RATE_HZ, Speaker
from tools.demo_model.voice import Voice as Spoken

TAIL_S = 0.8
# Peak level of a voice and deviation of the hiss, of full scale.
VOICE_LEVEL = 0.5
HISS_LEVEL = 0.0005
# soundfile's format and subtype by file name.
CODINGS = {"ogg": ("OGG", "OPUS"), "flac": ("FLAC", "PCM_16")}
DEMO = Path("engine/demo")


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of the reference."""

    role: str
    start_s: float
    end_s: float
    text: str


def render(story: Story, speaker: Speaker) -> tuple[NDArray[np.float32], tuple[Said, ...]]:
    """The two channels of *story*, shape (samples, 2), and the reference."""
    turns, said, clock_s = [], [], 0.0
    for line in story.lines:
        voice = story.voices[line.role]
        sound = speaker.say(line.text, Spoken(voice.variant, voice.speed, voice.pitch))
        start_s = max(0.0, clock_s + line.gap_s)
        clock_s = start_s + len(sound) / RATE_HZ
        turns.append((line.role, round(start_s * RATE_HZ), sound))
        said.append(Said(line.role, round(start_s, 3), round(clock_s, 3), line.text))
    channels = np.zeros((round((max(turn.end_s for turn in said) + TAIL_S) * RATE_HZ), 2), np.float32)
    for role, start, sound in turns:
        channels[start : start + len(sound), ROLES.index(role)] += sound * VOICE_LEVEL
    return _line(channels, story), tuple(said)


def _line(channels: NDArray[np.float32], story: Story) -> NDArray[np.float32]:
    rng = np.random.default_rng(zlib.crc32(story.id.encode()))
    if story.format != "stereo":
        channels = channels.sum(axis=1, keepdims=True)
    heard = [mu_law(channel + noise(len(channel), rng) * np.float32(HISS_LEVEL)) for channel in channels.T]
    return np.stack(heard * 2 if story.format == "dual_mono" else heard, axis=1)


def write(story: Story, speaker: Speaker, folder: Path, coding: str) -> float:
    """Write the two files of *story*; returns its length in seconds."""
    channels, said = render(story, speaker)
    # Opus would make the two equal channels differ a little.
    coding = "flac" if story.format == "dual_mono" else coding
    container, subtype = CODINGS[coding]
    soundfile.write(folder / f"{story.id}.{coding}", channels, RATE_HZ, format=container, subtype=subtype)
    reference = {"id": story.id, "format": story.format, "utterances": [asdict(turn) for turn in said]}
    text = json.dumps(reference, ensure_ascii=False, indent=1)
    (folder / f"{story.id}.ref.json").write_text(text + "\n", encoding="utf-8")
    return len(channels) / RATE_HZ


def main() -> None:
    """Render every story of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=DEMO / "stories")
    parser.add_argument("--out", type=Path, default=DEMO / "audio")
    parser.add_argument("--coding", choices=sorted(CODINGS), default="ogg")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    stories, speaker = read_all(args.stories), Speaker()
    if unknown := unknown_characters(stories, sentence.characters(sentence.load())):
        parser.error(f"the demo model was never taught {''.join(unknown)}")
    for story in stories:
        print(f"{story.id}: {write(story, speaker, args.out, args.coding):.1f} s")


if __name__ == "__main__":
    main()
