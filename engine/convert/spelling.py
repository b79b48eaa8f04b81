"""Words as the systems give them, put together into text."""

from collections.abc import Sequence

from rules.transcript import Word

NO_SPACE_BEFORE = set(",.!?;:，。！？；：、)]}”’%")


def spelled(words: Sequence[str]) -> str:
    """Words as a sentence: a space between words of letters, none around Chinese or before punctuation."""
    text = ""
    for word in words:
        plain = word.strip()
        if not plain:
            continue
        glued = not text or plain[0] in NO_SPACE_BEFORE or _is_ideogram(plain[0]) or _is_ideogram(text[-1])
        text += plain if glued else f" {plain}"
    return text


def spaced(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with the spaces their sentence has, so that joined they spell it."""
    found: list[Word] = []
    text = ""
    for word in words:
        longer = spelled([text, word.text]) if text else spelled([word.text])
        found.append(Word(longer[len(text) :], word.start_s, word.end_s, word.prob))
        text = longer
    return tuple(found)


def fitting(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """The words so that joined they spell *text*: as they are when they do, with spaces put in otherwise."""
    if "".join(word.text for word in words).strip() == text.strip():
        return tuple(words)
    return spaced(words)


def _is_ideogram(character: str) -> bool:
    return "぀" <= character <= "鿿" or "＀" <= character <= "￯"
