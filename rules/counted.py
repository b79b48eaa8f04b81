"""Numbers with their nouns, in English."""


def counted(number: float, one: str, many: str = "") -> str:
    """`1 rule`, `2 rules`, `0 rules`; *many* where it is not *one* with an s."""
    return f"{number:g} {one}" if number == 1 else f"{number:g} {many or f'{one}s'}"
