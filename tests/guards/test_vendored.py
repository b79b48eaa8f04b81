"""Files of other people are the ones that were checked when they came in."""

import pytest

from tools.vendor import SHELVES, Shelf, check

EACH = pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.folder.parent.name)


@EACH
def test_vendored_files_are_what_the_lock_says(shelf: Shelf):
    assert check(shelf) == []


@EACH
def test_every_vendored_package_has_its_licence_beside_it(shelf: Shelf):
    notices = shelf.notices.read_text(encoding="utf-8")

    assert [package.name for package in shelf.packages if package.name not in notices] == []
