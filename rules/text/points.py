"""A text as numbers: one for each of its characters."""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]


def points(text: str) -> Codes:
    """Code points of *text*."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
