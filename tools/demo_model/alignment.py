"""When each label is said, by the CTC head's own account (Viterbi)."""

import torch
from torch import Tensor

NEVER = -1e9


def label_positions(scores: Tensor, labels: Tensor, frames: Tensor, counts: Tensor) -> Tensor:
    """The mean encoder position of every label on the best path.

    Args:
        scores: log-probabilities, (positions, batch, labels), 0 the blank.
        labels: (batch, longest), padded with anything.
        frames: how many positions each row has.
        counts: how many labels each row has.

    Returns:
        (batch, longest); what lies beyond a row's count means nothing.
    """
    length, batch, _ = scores.shape
    states = torch.zeros(batch, 2 * labels.shape[1] + 1, dtype=torch.long)
    states[:, 1::2] = labels
    emitted = scores.gather(2, states.expand(length, -1, -1))
    emitted = emitted.masked_fill((torch.arange(length)[:, None] >= frames)[:, :, None], 0.0)
    may_skip = torch.zeros_like(states, dtype=torch.bool)
    may_skip[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    best = torch.full(states.shape, NEVER)
    best[:, :2] = emitted[0, :, :2]
    came = torch.zeros(length, *states.shape, dtype=torch.long)
    running = (torch.arange(length)[:, None] < frames)[:, :, None]
    for position in range(1, length):
        one = torch.nn.functional.pad(best, (1, 0), value=NEVER)[:, :-1]
        two = torch.nn.functional.pad(best, (2, 0), value=NEVER)[:, :-2].masked_fill(~may_skip, NEVER)
        reached, step = torch.stack([best, one, two]).max(0)
        best = torch.where(running[position], reached + emitted[position], best)
        came[position] = torch.where(running[position], step, 0)
    return _means(_path(best, came, counts), labels.shape[1])


def _path(best: Tensor, came: Tensor, counts: Tensor) -> Tensor:
    """The state at every position, (positions, batch)."""
    last = 2 * counts
    ends = torch.stack([best.gather(1, last[:, None]), best.gather(1, (last - 1).clamp(min=0)[:, None])]).argmax(0)
    state = (last[:, None] - ends).clamp(min=0)
    path = torch.zeros(came.shape[:2], dtype=torch.long)
    for position in range(len(came) - 1, -1, -1):
        path[position] = state[:, 0]
        state = state - came[position].gather(1, state)
    return path


def _means(path: Tensor, labels: int) -> Tensor:
    on = path[:, :, None] == torch.arange(labels) * 2 + 1
    positions = torch.arange(len(path), dtype=torch.float32)[:, None, None]
    return (on * positions).sum(0) / on.sum(0).clamp(min=1)
