"""The published table of addresses and roles is the one that the pages keep to."""

from tools import route_docs


def test_the_table_of_addresses_is_up_to_date():
    assert route_docs.PAGE.read_text(encoding="utf-8") == route_docs.text()
