"""Phone numbers, cards, amounts and other things with a shape."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import model_validator

from rules.binder import Binder
from rules.calls import Calls, Mask, Sign
from rules.entities import FINDERS, Kind
from rules.entities import Entity as Found
from rules.entities.digits import FEWEST
from rules.operators.base import Look, Nearest, Operator, cannot_tell, graded
from rules.operators.metadata import Comparator, Scalar, compared, lookup, number_of
from rules.outcome import Outcome, Window
from rules.scan import Occurrence
from rules.scene import Scene

_SAID = {
    Kind.PHONE: "a phone number",
    Kind.ID_CARD: "an identity number whose checksum holds",
    Kind.BANK_CARD: "a card number whose checksum holds",
    Kind.AMOUNT: "an amount",
    Kind.DATE: "a date",
    Kind.PLATE: "a number plate",
    Kind.EMAIL: "an e-mail address",
}


class Entity(Operator):
    """Finds things with a shape: phone, id_card (checksum), bank_card (Luhn), amount, date, plate, email.

    Why: card numbers must not be said, amounts must be; spoken digits count too (幺, 洞, "double seven").

    Example:
        {op: entity, kind: bank_card, scope: {role: agent}}
        {op: entity, kind: amount, compare: gt, value: 500, scope: {role: agent}}

    Parameters:
        kind: what to look for.
        compare, value: only those whose value compares so; an amount as a number, a date as 2026-03-01 or --03-01.
        other: compared with a metadata field instead of a value, such as the customer's number on file.

    Source: GB 11643 for identity numbers, ISO/IEC 7812 for cards.
    """

    op: Literal["entity"]
    kind: Kind
    compare: Comparator | None = None
    value: Scalar | tuple[Scalar, ...] | None = None
    other: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.compare is None) is not (self.value is None and self.other is None):
            raise ValueError("compare goes with a value or with other, another field")
        if self.value is not None and self.other is not None:
            raise ValueError("needs either value or other")
        return self

    def bind(self, binder: Binder) -> Look:
        find = FINDERS[self.kind]

        def look(window: Window, scene: Scene) -> Outcome:
            likely = self._likely(window, scene)
            expected = self._expected(scene)
            said = [(position, found) for position in likely for found in find(scene.utterances[position].text)]
            if said and self.other is not None and expected is None:
                return cannot_tell(window, f"the call has no {self.other}")
            hits = [
                scene.hit(Occurrence(position, found.start, found.end), window, self._why(found, expected))
                for position, found in said
                if self._compares(found, expected)
            ]
            return graded(hits, window)

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        find = FINDERS[self.kind]
        values = [found.value for position in window.positions for found in find(scene.utterances[position].text)]
        if not values:
            return Nearest(f"{_SAID[self.kind]} is not said")
        expected = self._expected(scene)
        if self.kind not in (Kind.AMOUNT, Kind.DATE):
            return Nearest(f"{_SAID[self.kind]} is said, but not the one")
        wanted = number_of(expected)
        numbers = [number for value in values if (number := number_of(value)) is not None]
        if not numbers or wanted is None:
            return Nearest(f"{_SAID[self.kind]}: {values[0]} not {self.compare} {expected}")
        nearest = min(numbers, key=lambda number: abs(number - wanted))
        return Nearest(f"{_SAID[self.kind]}: {nearest:g} not {self.compare} {wanted:g}", nearest, wanted)

    def sign(self, binder: Binder) -> Sign | None:
        fewest = FEWEST.get(self.kind)
        if fewest is None:
            return None
        find = FINDERS[self.kind]

        def sign(calls: Calls) -> Mask:
            likely = calls.may_speak(self.scope.role) & (calls.digit_like >= fewest)
            likely[likely] = [bool(find(calls.texts[at])) for at in likely.nonzero()[0].tolist()]
            return calls.having(likely)

        return sign

    def _expected(self, scene: Scene) -> object:
        """What is compared with; a number on file without the spaces and dashes that people write it with."""
        if self.other is None:
            return self.value
        expected = lookup(scene.metadata, self.other)
        if self.kind in FEWEST and isinstance(expected, str):
            return "".join(character for character in expected if character.isalnum()).upper()
        return expected

    def _likely(self, window: Window, scene: Scene) -> Sequence[int]:
        """The utterances that have as many digits as the shortest number of the kind."""
        fewest = FEWEST.get(self.kind)
        if fewest is None:
            return window.positions
        digits = scene.digit_like
        return [position for position in window.positions if digits[position] >= fewest]

    def _compares(self, found: Found, expected: object) -> bool:
        return self.compare is None or (expected is not None and bool(compared(found.value, self.compare, expected)))

    def _why(self, found: Found, expected: object) -> str:
        if self.compare is None or self.kind not in (Kind.AMOUNT, Kind.DATE):
            return _SAID[self.kind]
        return f"{_SAID[self.kind]}: {found.value} {self.compare} {expected}"
