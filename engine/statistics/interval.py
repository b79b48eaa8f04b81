"""How sure a share or a mean is: 95 % intervals that are honest for small numbers too. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

CONFIDENCE = 0.95
# Below it an interval is so wide that the figure beside it says little; pages show it in grey.
FEW = 10

_Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)


@dataclass(frozen=True, slots=True)
class Share:
    """*count* of *n*; *value*, *low* and *high* are 0-1."""

    count: int
    n: int
    value: float
    low: float
    high: float

    @property
    def is_few(self) -> bool:
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Mean:
    """*half_width* is None for a single value: one value says nothing of the spread."""

    n: int
    value: float
    half_width: float | None

    @property
    def is_few(self) -> bool:
        return self.n < FEW


def share(count: int, n: int) -> Share | None:
    """Wilson's interval; None when nothing was counted.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if n == 0:
        return None
    value = count / n
    centre = (value + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(value * (1 - value) / n + _Z**2 / (4 * n**2))
    return Share(count, n, value, max(0.0, centre - half), min(1.0, centre + half))


def mean(values: Sequence[float]) -> Mean | None:
    """Student's interval; None without values."""
    if not values:
        return None
    if len(values) == 1:
        return Mean(1, values[0], None)
    half = student_t(len(values) - 1) * stdev(values) / math.sqrt(len(values))
    return Mean(len(values), fmean(values), half)


def student_t(degrees: int) -> float:
    """The quantile of Student's t that leaves 2.5 % above it.

    Exact for one and two degrees of freedom, within 0.007 for three and four, within 0.001 from five on.
    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    if degrees == 1:
        return math.tan(math.pi * CONFIDENCE / 2)
    if degrees == 2:
        tail = (1 - CONFIDENCE) / 2
        return (1 - 2 * tail) * math.sqrt(2 / (4 * tail * (1 - tail)))
    z, v = _Z, degrees
    terms = (
        (z**3 + z) / (4 * v),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3),
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4),
    )
    return z + sum(terms)
