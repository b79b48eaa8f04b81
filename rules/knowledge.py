"""What agents must know: questions with their right answers."""

from pydantic import Field

from rules.spec import Spec


class Question(Spec):
    """A question customers ask.

    Args:
        asked: ways of asking it.
        right: answers that are right; one of them must be given.
        wrong: answers known to be wrong, such as last year's price.
    """

    id: str
    asked: tuple[str, ...] = Field(min_length=1)
    right: tuple[str, ...] = Field(min_length=1)
    wrong: tuple[str, ...] = ()
