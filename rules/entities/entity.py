"""One thing with a shape, found in a text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What can be recognised by its shape."""

    PHONE = "phone"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    AMOUNT = "amount"
    DATE = "date"
    PLATE = "plate"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Entity:
    """*value* is canonical: digits alone, an amount as a plain number, a date as `2026-03-01` or `--03-01`.

    *start* and *end* are half-open in the raw text.
    """

    kind: Kind
    value: str
    start: int
    end: int
