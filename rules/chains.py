"""Hits that follow one another, as a sequence wants them."""

from collections.abc import Sequence

from rules.outcome import Hit
from rules.plan import Joint


def chain_of(every: Sequence[Sequence[Hit]], joint: Joint) -> tuple[Hit, ...]:
    """The earliest chain with one hit of each part, in order, no gap wider than allowed; empty if there is none."""
    # best[i] holds chains that end at a hit of part i; keeping all ends, not only the earliest, lets gaps be bridged.
    chains: list[tuple[Hit, ...]] = [(hit,) for hit in every[0]]
    for hits in every[1:]:
        longer: dict[Hit, tuple[Hit, ...]] = {}
        for hit in hits:
            for chain in chains:
                if _follows(chain[-1], hit, joint):
                    longer.setdefault(hit, (*chain, hit))
                    break
        chains = list(longer.values())
    return min(chains, key=lambda chain: (chain[-1].end_s, chain[0].start_s), default=())


def _follows(hit: Hit, then: Hit, joint: Joint) -> bool:
    if hit.position is not None and then.position is not None:
        if then.position < hit.position:
            return False
        if then.position == hit.position and (then.chars or (0, 0))[0] < (hit.chars or (0, 0))[1]:
            return False
        if joint.within_utterances is not None and then.position - hit.position > joint.within_utterances:
            return False
    elif then.start_s < hit.end_s:
        return False
    return joint.within_s is None or then.start_s - hit.end_s <= joint.within_s
