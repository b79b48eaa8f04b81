"""What must not be kept: the digits of a card's security code. Pure.

One side names the code ("请报一下安全码", "what is the CVV"), the same or the other side says the digits, in the same
utterance or soon after. They are replaced by `*` in text and words before anything is stored.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.text.numerals import DigitRun, digit_runs
from rules.transcript import Utterance, Word

CODE_NAME = re.compile(
    r"安全码|校验码|后三码|卡.{0,3}背面.{0,8}[三3]位|(?<![a-z])(?:cvv|cvc)2?(?![a-z])|(?:security|verification) code",
    re.I,
)
CODE_DIGITS = (3, 4)
# A code is given in the next breath; after half a minute digits are about something else.
WAITED_FOR_S = 30.0
FILLER = "*"


def without_card_codes(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """The call with security codes replaced by `*`.

    Args:
        utterances: of both sides, sorted by start.
    """
    cleaned: list[Utterance] = []
    asked_at_s: float | None = None
    for said in utterances:
        named = CODE_NAME.search(said.text)
        if named:
            asked_at_s = said.end_s
        waiting = asked_at_s is not None and said.start_s - asked_at_s <= WAITED_FOR_S
        runs = _codes(said.text, named.end() if named else 0) if waiting else ()
        cleaned.append(masked(said, [(run.start, run.end) for run in runs]))
        if runs:
            asked_at_s = None
    return tuple(cleaned)


def _codes(text: str, start: int) -> tuple[DigitRun, ...]:
    """The first run of digits after *start*, when it is as long as a code; a longer one is some other number."""
    following = [run for run in digit_runs(text) if run.start >= start and len(run.digits) >= 2]
    return tuple(following[:1]) if following and len(following[0].digits) in CODE_DIGITS else ()


def masked(said: Utterance, spans: Sequence[tuple[int, int]]) -> Utterance:
    """The utterance with stretches of its text replaced by `*`, the same in its words.

    Args:
        spans: half-open, in the raw text.
    """
    if not spans:
        return said
    text = said.text
    for start, end in spans:
        text = text[:start] + "".join(FILLER if one.isalnum() else one for one in text[start:end]) + text[end:]
    return replace(said, text=text, words=_words_of(said.words, said.text, text))


def _words_of(words: Sequence[Word], before: str, after: str) -> tuple[Word, ...]:
    """The words with their share of the new text, which is as long as the old; none where they do not spell it."""
    raw = "".join(word.text for word in words)
    if raw.strip() != before.strip():
        return ()
    padded = raw.replace(raw.strip(), after.strip(), 1) if raw.strip() else raw
    shares: list[Word] = []
    position = 0
    for word in words:
        shares.append(replace(word, text=padded[position : position + len(word.text)]))
        position += len(word.text)
    return tuple(shares)
