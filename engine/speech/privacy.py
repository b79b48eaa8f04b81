"""What must not be kept: the digits of a card's security code. Pure.

The code may be spoken over several words ("安全码是 三 二 一", "cvv one two three"); every digit after its name, up to
four, is dropped from the text and from the words before anything is stored.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.speech.align import Spoken
from rules.transcript import Word

CODE_NAME = re.compile(
    r"安全码|校验码|卡背面|背面.{0,6}(?:三|3)位|后三位|\bcvv2?\b|\bcvc2?\b|security code", re.IGNORECASE
)
DIGIT = re.compile(
    r"[0-9０-９零〇一二三四五六七八九两幺洞]|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
# A code has three or four digits; they follow its name at once or in the next utterance of the call.
MOST_DIGITS = 4
FILLER = "*"


def without_card_codes(spoken: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """The utterances of one side with security codes replaced by `*`."""
    cleaned: list[Spoken] = []
    carried = False
    for part in spoken:
        named = CODE_NAME.search(part.text)
        start = named.end() if named else (0 if carried else None)
        if start is None:
            cleaned.append(part)
            continue
        text, dropped = _dropped(part.text, start)
        cleaned.append(replace(part, text=text, words=_words_of(part.words, text)) if dropped else part)
        carried = named is not None and dropped == 0
    return tuple(cleaned)


def _dropped(text: str, start: int) -> tuple[str, int]:
    """Replace up to four digits after *start*; a longer run of digits is something else and stays."""
    found = list(DIGIT.finditer(text, start))[: MOST_DIGITS + 1]
    run = [match for match in found if match.start() - start < 40]
    if not 3 <= len(run) <= MOST_DIGITS:
        return text, 0
    for match in reversed(run):
        text = text[: match.start()] + FILLER * len(match.group()) + text[match.end() :]
    return text, len(run)


def _words_of(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """The words with their own share of the new text, which is as long as the old."""
    raw = "".join(word.text for word in words)
    offset = len(raw) - len(raw.lstrip())
    if len(raw.strip()) != len(text):
        return ()
    fresh: list[Word] = []
    position = -offset
    for word in words:
        end = position + len(word.text)
        part = "".join(text[index] if 0 <= index < len(text) else " " for index in range(position, end))
        fresh.append(replace(word, text=part))
        position = end
    return tuple(fresh)
