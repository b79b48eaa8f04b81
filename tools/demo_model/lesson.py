"""Batches: utterances of the corpus, put in silence, through a telephone line, as features and tokens."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tools.demo_model.degrade import noise, telephone
from tools.demo_model.feature import log_mel, mel_filters
from tools.demo_model.phone import labels as sounds
from tools.demo_model.vocabulary import PUNCTUATION, SPECIAL, Vocabulary

RATE_HZ = 8000
IGNORED = -100
# The column of the first character: three prompt tokens and the one about times come before it, shifted by one.
FIRST_TARGET = 3
TIMED_SHARE = 0.1
EMPTY_SHARE = 0.012


@dataclass(frozen=True, slots=True)
class Utterance:
    """One spoken turn, 8 kHz."""

    text: str
    sound: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Clip:
    """What one window holds: the sound, the text, and when (s) each character is said, about."""

    sound: NDArray[np.float32]
    text: str
    moments_s: NDArray[np.float32]
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step; *owners* says of each label the target column of its character."""

    mel: Tensor
    frames: Tensor
    prompt: Tensor
    target: Tensor
    moments: Tensor
    labels: Tensor
    label_counts: Tensor
    owners: Tensor


def read(shards: list[Path]) -> list[Utterance]:
    """Every utterance of *shards*."""
    utterances = []
    for path in shards:
        with np.load(path) as shard:
            ends = np.cumsum(shard["lengths"])
            for text, sound in zip(shard["texts"], np.split(shard["samples"], ends[:-1]), strict=True):
                utterances.append(Utterance(str(text), sound))
    return utterances


class Teacher:
    """Makes batches for one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self._characters = vocabulary.character_ids()
        self._special = {name: vocabulary.id(name) for name in SPECIAL}
        self._first_time = vocabulary.id("<|0.00|>")
        self._filters = mel_filters()
        self._rng = np.random.default_rng(seed)

    def batches(self, corpus: list[Utterance], *, longest_s: float, frames: int, join_share: float) -> Iterator[Batch]:
        """One pass over what of *corpus* is no longer than *longest_s*, in batches of about *frames* frames."""
        rng = self._rng
        short = [utterance for utterance in corpus if len(utterance.sound) <= longest_s * RATE_HZ]
        order = list(rng.permutation(len(short)))
        turns: list[list[Utterance]] = []
        while order:
            turn = [short[order.pop()]]
            while order and rng.random() < join_share and _length_s(turn) + _length_s([short[order[-1]]]) < longest_s:
                turn.append(short[order.pop()])
            turns.append(turn)
        turns.sort(key=lambda turn: _length_s(turn) + rng.uniform(0, 0.5))
        groups: list[list[list[Utterance]]] = [[]]
        for turn in turns:
            if groups[-1] and (len(groups[-1]) + 1) * (_length_s(turn) + 0.7) * 100 > frames:
                groups.append([])
            groups[-1].append(turn)
        for index in rng.permutation(len(groups)):
            yield self.batch([self._clip(turn) for turn in groups[index]])

    def batch(self, clips: list[Clip]) -> Batch:
        """Tensors of *clips*."""
        mels = [log_mel(clip.sound, self._filters) for clip in clips]
        frames = max(mel.shape[1] for mel in mels)
        frames += frames % 2
        sequences = [self._tokens(clip) for clip in clips]
        longest = max(len(tokens) for tokens, _, _ in sequences)
        end = self._special["<|endoftext|>"]
        prompt = torch.full((len(clips), longest - 1), end)
        target = torch.full((len(clips), longest - 1), IGNORED)
        moments = torch.full((len(clips), longest - 1), -1.0)
        for row, (tokens, wanted, said) in enumerate(sequences):
            prompt[row, : len(tokens) - 1] = torch.tensor(tokens[:-1])
            target[row, : len(tokens) - 1] = torch.tensor(wanted[1:])
            moments[row, : len(tokens) - 1] = torch.tensor(said[1:])
        labels = [sounds(clip.text) for clip in clips]
        most = max(len(row) for row in labels)
        return Batch(
            mel=torch.stack([torch.nn.functional.pad(mel, (0, frames - mel.shape[1])) for mel in mels]),
            frames=torch.tensor([(mel.shape[1] + 1) // 2 for mel in mels]),
            prompt=prompt,
            target=target,
            moments=moments,
            labels=torch.tensor([[label for label, _ in row] + [0] * (most - len(row)) for row in labels]),
            label_counts=torch.tensor([len(row) for row in labels]),
            owners=torch.tensor([[FIRST_TARGET + char for _, char in row] + [0] * (most - len(row)) for row in labels]),
        )

    def _tokens(self, clip: Clip) -> tuple[list[int], list[int], list[float]]:
        """Tokens, the same with what is not learnt ignored, and the moment of each (-1: none)."""
        special = self._special
        tokens = [special["<|startoftranscript|>"], special["<|zh|>"], special["<|transcribe|>"]]
        learnt = [IGNORED, special["<|zh|>"] if clip.text else special["<|nospeech|>"], IGNORED]
        text, moments = [self._characters[char] for char in clip.text], list(clip.moments_s)
        if clip.text and self._rng.random() < TIMED_SHARE:
            text = [self._time(clip.start_s), *text, self._time(clip.end_s)]
            moments = [-1.0, *moments, -1.0]
        else:
            tokens, learnt = [*tokens, special["<|notimestamps|>"]], [*learnt, IGNORED]
        before = len(tokens)
        tokens = [*tokens, *text, special["<|endoftext|>"]]
        return tokens, [*learnt, *tokens[before:]], [-1.0] * before + moments + [-1.0]

    def _time(self, moment_s: float) -> int:
        return self._first_time + min(round(moment_s / 0.02), 1500)

    def _clip(self, turn: list[Utterance]) -> Clip:
        rng = self._rng
        if rng.random() < EMPTY_SHARE:
            hiss = noise(int(rng.uniform(0.5, 3) * RATE_HZ), rng) * np.float32(10 ** (rng.uniform(-70, -30) / 20))
            return Clip(hiss, "", np.zeros(0, np.float32), 0, 0)
        pieces = [np.zeros(int(rng.uniform(0, 0.6) * RATE_HZ), np.float32)]
        moments = []
        for index, utterance in enumerate(turn):
            if index:
                pieces.append(np.zeros(int(rng.uniform(0.15, 1.2) * RATE_HZ), np.float32))
            start_s = sum(map(len, pieces)) / RATE_HZ
            moments.append(np.float32(start_s) + _moments(utterance))
            pieces.append(utterance.sound.astype(np.float32) / 32768)
        start_s, end_s = len(pieces[0]) / RATE_HZ, sum(map(len, pieces)) / RATE_HZ
        pieces.append(np.zeros(int(rng.uniform(0.02, 0.7) * RATE_HZ), np.float32))
        text = "".join(utterance.text for utterance in turn)
        return Clip(telephone(np.concatenate(pieces), rng), text, np.concatenate(moments), start_s, end_s)


def _length_s(turn: list[Utterance]) -> float:
    return sum(len(utterance.sound) for utterance in turn) / RATE_HZ


def _moments(utterance: Utterance) -> NDArray[np.float32]:
    """About when each character is said: evenly, a comma taking as long as two characters."""
    weights = np.array([2.0 if char in PUNCTUATION else 1.0 for char in utterance.text])
    weights[-1] = min(weights[-1], 1.0)
    if utterance.text[-1] in PUNCTUATION:
        weights[-1] = 0.1
    middle = np.cumsum(weights) - weights / 2
    return np.asarray(middle / weights.sum() * len(utterance.sound) / RATE_HZ, np.float32)
