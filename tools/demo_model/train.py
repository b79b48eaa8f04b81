"""Stage 2: train the demo's Whisper on the shards of stage 1, for a given number of minutes.

Cross-entropy of the decoder, a CTC loss on the encoder, and a guided-attention loss: the watched heads of the first
decoder layer are pulled to where the last character was said, which the decoder knows by its sound, and those of the
last layer to where the next one is said. Short utterances come first.
"""

import argparse
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from tools.demo_model import sentence, vocabulary
from tools.demo_model.alignment import label_positions
from tools.demo_model.lesson import IGNORED, Batch, Teacher, Utterance, read
from tools.demo_model.network import Shape, Whisper
from tools.demo_model.phone import LABELS

# (share of the training time, longest utterance in s, share of utterances joined to the one before)
CURRICULUM = ((0.04, 2.5, 0.0), (0.10, 4.0, 0.0), (0.3, 7.0, 0.05), (0.6, 10.0, 0.08), (1.01, 12.0, 0.12))
CTC_WEIGHT, GUIDE_WEIGHT = 1.0, 0.5
# How far (s) around its moment a watched head is to look.
GUIDE_WIDTH_S = 0.25
# The CTC head knows better, once its loss is below this.
ALIGNED_WIDTH_S, ALIGNED_BELOW = 0.06, 1.8
WARM_UP_STEPS = 120
POSITIONS_PER_S = 50
WATCHED_HEADS = 2
# Alignment takes time: once it holds, it is enough to guide one step in so many.
GUIDE_EVERY, GUIDED_WELL = 3, 1.2
CHECKPOINT_EVERY_S = 150


@dataclass(frozen=True, slots=True)
class Losses:
    """The three losses of a batch."""

    text: Tensor
    ctc: Tensor
    guide: Tensor

    def total(self, progress: float) -> Tensor:
        """What is minimised; the crutches weigh less towards the end."""
        fading = 1.0 - 0.7 * progress
        return self.text + fading * (CTC_WEIGHT * self.ctc + GUIDE_WEIGHT * self.guide)


def losses(network: Whisper, batch: Batch, *, bf16: bool, aligned: bool = False, guided: bool = True) -> Losses:
    """Run *network* over *batch*; *aligned*: guide by the CTC head's own alignment, not by the even spread."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        heard, bias = network.encode(batch.mel)
        states, watched = network.decode(batch.prompt, heard, bias, WATCHED_HEADS if guided else 0)
        kept = batch.target != IGNORED
        text = functional.cross_entropy(network.logits(states[kept]).float(), batch.target[kept])
        length = batch.mel.shape[2] // 2
        labels = network.ctc(heard[:, :length]).float().log_softmax(-1).transpose(0, 1)
    ctc = functional.ctc_loss(labels, batch.labels, batch.frames, batch.label_counts, zero_infinity=True)
    if not guided:
        return Losses(text, ctc, torch.zeros(()))
    moments = _aligned(labels.detach(), batch) if aligned else batch.moments
    width_s = ALIGNED_WIDTH_S if aligned else GUIDE_WIDTH_S
    before = functional.pad(moments[:, :-1], (1, 0), value=-1.0)
    guide = _guide(watched[-1], moments, length, width_s) + _guide(watched[0], before, length, width_s)
    return Losses(text, ctc, guide / 2)


def _aligned(labels: Tensor, batch: Batch) -> Tensor:
    """The moment of every target by the CTC head; -1 for what makes no sound."""
    positions = label_positions(labels, batch.labels, batch.frames, batch.label_counts)
    real = torch.arange(batch.labels.shape[1]) < batch.label_counts[:, None]
    sums, counts = torch.zeros_like(batch.moments), torch.zeros_like(batch.moments)
    sums.scatter_add_(1, batch.owners, positions * real)
    counts.scatter_add_(1, batch.owners, real.float())
    return torch.where(counts > 0, (sums / counts.clamp(min=1) + 0.5) / POSITIONS_PER_S, -1.0)


def _guide(watched: Tensor, moments: Tensor, length: int, width_s: float) -> Tensor:
    """How far (Kullback-Leibler) the attention is from a bell of *width_s* around each moment."""
    said = moments >= 0
    positions = (torch.arange(length) + 0.5) / POSITIONS_PER_S
    distance = (positions - moments[said][:, None]) / width_s
    wanted = (-0.5 * distance.square()).log_softmax(-1)
    attended = watched.transpose(1, 2)[said][..., :length]
    return (wanted.exp()[:, None] * (wanted[:, None] - attended)).sum(-1).mean()


def learning_rate(step: int, progress: float, peak: float) -> float:
    """Linear warm-up by steps, then half a cosine by time."""
    cosine = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))
    return peak * min(1.0, (step + 1) / WARM_UP_STEPS) * cosine


def save(network: Whisper, characters: str, path: Path) -> None:
    """Write a checkpoint whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save({"shape": network.shape.as_dict(), "characters": characters, "weights": network.state_dict()}, partial)
    partial.rename(path)


def restore(path: Path) -> tuple[Whisper, str]:
    """The network of a checkpoint, and its characters."""
    saved = torch.load(path, weights_only=True)
    network = Whisper(Shape(**saved["shape"]))
    network.load_state_dict(saved["weights"])
    return network, saved["characters"]


class Course:
    """The corpus as it grows, and the batches of the lesson that the clock asks for."""

    def __init__(self, folder: Path, teacher: Teacher, frames: int) -> None:
        self._folder, self._teacher, self._frames = folder, teacher, frames
        self._seen: set[Path] = set()
        self.corpus: list[Utterance] = []

    def refresh(self) -> None:
        """Read the shards that are new since the last time."""
        new = sorted(set(self._folder.glob("*.npz")) - self._seen)
        self.corpus += read(new)
        self._seen.update(new)

    def pass_at(self, progress: float) -> tuple[float, Iterator[Batch]]:
        """One pass over the utterances of this stage of the curriculum, and when the stage ends."""
        until, longest_s, join_share = next(stage for stage in CURRICULUM if progress < stage[0])
        batches = self._teacher.batches(self.corpus, longest_s=longest_s, frames=self._frames, join_share=join_share)
        return until, batches


def train(args: argparse.Namespace) -> None:
    """Train until the minutes are over."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    if args.resume:
        network, characters = restore(args.resume)
        words = vocabulary.build(characters)
    else:
        characters = sentence.characters(sentence.load())
        words = vocabulary.build(characters)
        network = Whisper(
            Shape(tokens=len(words.tokens), ctc_labels=len(LABELS) + 1, width=args.width, feed_forward=args.width * 4)
        )
    optimizer = torch.optim.AdamW(network.parameters(), lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    course = Course(args.shards, Teacher(words, args.seed), args.frames)
    started = saved = time.monotonic()
    step, mean = 0, [0.0, 0.0, 0.0]
    begin = args.progress
    while True:
        course.refresh()
        until, batches = course.pass_at(begin + (1 - begin) * (time.monotonic() - started) / (args.minutes * 60))
        for batch in batches:
            progress = begin + (1 - begin) * (time.monotonic() - started) / (args.minutes * 60)
            if progress >= until and progress < 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(step, progress, args.rate)
            aligned = step > 0 and mean[1] < ALIGNED_BELOW
            guided = step % GUIDE_EVERY == 0 or not aligned or mean[2] > GUIDED_WELL
            loss = losses(network, batch, bf16=args.bf16, aligned=aligned, guided=guided)
            optimizer.zero_grad(set_to_none=True)
            loss.total(progress).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            now = [
                float(loss.text.detach()),
                float(loss.ctc.detach()),
                float(loss.guide.detach()) if guided else mean[2],
            ]
            mean = now if step == 0 else [0.97 * old + 0.03 * new for old, new in zip(mean, now, strict=True)]
            step += 1
            if step % 50 == 0:
                took_s = time.monotonic() - started
                print(
                    f"{took_s:5.0f} s step {step} text {mean[0]:.3f} ctc {mean[1]:.3f} guide {mean[2]:.3f}", flush=True
                )
            if time.monotonic() - saved > CHECKPOINT_EVERY_S or progress >= 1:
                save(network, characters, args.out)
                saved = time.monotonic()
            if progress >= 1:
                return


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=Path, required=True, help="folder of stage 1; read again after every pass")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint, written every few minutes")
    parser.add_argument("--minutes", type=float, default=56)
    parser.add_argument("--rate", type=float, default=1.4e-3)
    parser.add_argument("--width", type=int, default=160)
    parser.add_argument("--frames", type=int, default=6000, help="feature frames a batch, about (100 a second)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", type=Path, help="go on from this checkpoint")
    parser.add_argument("--progress", type=float, default=0.0, help="with --resume: where in the schedule to start")
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
