"""Bernoulli draws: every call by itself, with one known probability."""

import hashlib

_SPACE = 1 << 64


def unit(seed: str, key: str) -> float:
    """A number in [0, 1) that anybody can compute again from *seed* and *key*."""
    digest = hashlib.sha256(f"{seed}\x1f{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / _SPACE


def is_drawn(seed: str, key: str, share: float) -> bool:
    """True for about *share* (0-1) of all keys, the same ones whenever it is asked.

    A larger share draws every call that a smaller one draws.
    """
    return unit(seed, key) < share
