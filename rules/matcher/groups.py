"""Numbered things in numbered groups, looked up by the thousand."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Groups:
    """The members of each group."""

    def __init__(self, group_of: Numbers, count: int) -> None:
        """*group_of* has the group of each member, of *count* groups."""
        self._members = np.argsort(group_of, kind="stable")
        self._count = np.bincount(group_of, minlength=count)
        self._first = np.cumsum(self._count) - self._count

    def of(self, groups: Numbers) -> tuple[Numbers, Numbers]:
        """(index into *groups*, member) for every member of every one of them."""
        count = self._count[groups]
        place = np.repeat(np.arange(len(groups)), count)
        begin = self._first[groups] - (np.cumsum(count) - count)
        return place, self._members[np.arange(len(place)) + begin[place]]
