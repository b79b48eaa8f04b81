"""How an attempt to send ended."""

from dataclasses import dataclass

# Of what a receiver says, this much is kept.
ANSWER_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """*problem*: a code, None when it was taken. *is_final*: another attempt cannot end otherwise."""

    problem: str | None = None
    answer: str = ""
    is_final: bool = False


def readable(answer: bytes) -> str:
    """The beginning of *answer* as text that every database can keep."""
    text = answer[:ANSWER_BYTES].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)[:ANSWER_BYTES]
