"""Numbers with an upper and a lower bound, as many operators have them."""

from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from rules.operators.base import Operator


class Bounded(Operator):
    """Holds when the value is above *over* and below *under*; at least one of them is given."""

    over: float | None = None
    under: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.over is None and self.under is None:
            raise ValueError("needs over or under")
        return self

    def within(self, value: float) -> bool:
        """Strictly between the bounds that are given."""
        return (self.over is None or value > self.over) and (self.under is None or value < self.under)

    def among(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The same of many values at once."""
        low, high = -np.inf if self.over is None else self.over, np.inf if self.under is None else self.under
        return (low < values) & (values < high)

    def said(self, value: float, unit: str, show: Callable[[float], str] = lambda value: f"{value:.1f}") -> str:
        """The comparison in words: `12.4 s > 10 s`."""
        parts = []
        if self.over is not None:
            parts.append(f"{show(value)} {unit} {'>' if value > self.over else '<='} {self.over:g} {unit}")
        if self.under is not None:
            parts.append(f"{show(value)} {unit} {'<' if value < self.under else '>='} {self.under:g} {unit}")
        return ", ".join(parts)

    @property
    def limit(self) -> float:
        """The bound that is shown when only one number fits."""
        bound = self.over if self.over is not None else self.under
        assert bound is not None
        return bound
