"""How clips are shared out: among workers that decode at a time, and into batches of equal size."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

# Each holds the sound and the state of a batch; beyond eight, memory is the limit before the cores are.
MOST_WORKERS = 8


def division_of_labour(cores: int, device: str) -> tuple[int, int]:
    """How many batches are decoded at a time, and by how many threads each.

    Decoding one token is too little work to share: two cores decode two batches faster than one batch together. A GPU
    takes one batch, as large as fits.
    """
    if device == "cuda":
        return 1, cores
    workers = min(cores, MOST_WORKERS)
    return workers, max(1, cores // workers)


def batches_of(alike: Iterable[Sequence[int]], workers: int, size: int) -> list[Sequence[int]]:
    """As many batches as keep every worker busy to the end, of equal size but for one clip.

    Args:
        alike: groups of clips, by place, that may share a batch.
        size: the most clips in one batch.
    """
    batches: list[Sequence[int]] = []
    for indexes in alike:
        rounds = -(-len(indexes) // (size * workers))
        count = min(len(indexes), rounds * workers)
        edges = [len(indexes) * part // count for part in range(count + 1)]
        batches.extend(indexes[first:last] for first, last in pairwise(edges))
    return batches
