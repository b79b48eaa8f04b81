"""Files of other people are the ones that were checked when they came in."""

from tools import vendor


def test_vendored_files_are_what_the_lock_says():
    assert vendor.check() == []


def test_every_vendored_package_has_its_licence_beside_it():
    notices = vendor.NOTICES.read_text(encoding="utf-8")

    assert [package.name for package in vendor.PACKAGES if package.name not in notices] == []
