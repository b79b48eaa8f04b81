"""Every place of every string, and no other."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.matcher.strings import StringTable
from rules.text.points import points

LETTERS = "ab好您\0\n😀"
STRINGS = st.lists(st.text(LETTERS, min_size=1, max_size=12), max_size=12)


@settings(max_examples=300, deadline=None)
@given(STRINGS, st.text(LETTERS, max_size=60))
def test_strings_are_found_where_they_stand(strings: list[str], text: str) -> None:
    found = StringTable(strings).find(points(text))

    standing = [
        (at, start) for at, one in enumerate(strings) for start in range(len(text)) if text.startswith(one, start)
    ]
    assert sorted(zip(*(column.tolist() for column in found), strict=True)) == standing
