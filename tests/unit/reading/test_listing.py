"""One page of a list knows which rows it shows, and how many pages there are."""

import pytest

from engine.reading.listing import Listing, Wish


@pytest.mark.parametrize(
    ("total", "page", "shown", "first", "last", "pages"),
    [(0, 1, 0, 0, 0, 1), (30, 1, 30, 1, 30, 1), (31, 2, 1, 31, 31, 2), (61, 2, 30, 31, 60, 3)],
)
def test_a_page_counts_its_rows(total: int, page: int, shown: int, first: int, last: int, pages: int):
    listing = Listing(tuple(range(shown)), total, Wish(page=page))

    assert (listing.first, listing.last, listing.pages) == (first, last, pages)


def test_a_leading_minus_turns_the_order_round():
    assert (Wish(sort="-score").column, Wish(sort="-score").descending) == ("score", True)
    assert (Wish(sort="score").column, Wish(sort="score").descending) == ("score", False)
