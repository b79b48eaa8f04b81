"""Three-valued logic of Kleene: an unknown part makes the whole unknown only where it could change it."""

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """`unknown` means: cannot tell, a person must look."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def negation(truth: Truth) -> Truth:
    """True becomes false and the other way round; unknown stays."""
    if truth is Truth.TRUE:
        return Truth.FALSE
    return Truth.TRUE if truth is Truth.FALSE else Truth.UNKNOWN


def conjunction(truths: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else true."""
    found = set(truths)
    if Truth.FALSE in found:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def disjunction(truths: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else false."""
    found = set(truths)
    if Truth.TRUE in found:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.FALSE


def at_least(needed: int, truths: Iterable[Truth]) -> Truth:
    """True when *needed* are true, false when even the unknown ones would not suffice."""
    listed = list(truths)
    sure = listed.count(Truth.TRUE)
    if sure >= needed:
        return Truth.TRUE
    return Truth.UNKNOWN if sure + listed.count(Truth.UNKNOWN) >= needed else Truth.FALSE
