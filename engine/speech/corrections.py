"""What is often written wrong in a project's calls, put right: 光选 for 光猫. Pure.

The list is made by people who heard what was said; it is applied after hearing and before anything is stored.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rules.transcript import Utterance, Word


def corrected(utterances: Sequence[Utterance], meant: Mapping[str, str]) -> tuple[Utterance, ...]:
    """The utterances with every key of *meant* replaced by its value; where two could be, the longer one is."""
    if not meant:
        return tuple(utterances)
    longest_first = sorted(meant, key=lambda heard: (-len(heard), heard))
    pattern = re.compile("|".join(re.escape(heard) for heard in longest_first))
    return tuple(_corrected(said, pattern, meant) for said in utterances)


def _corrected(said: Utterance, pattern: re.Pattern[str], meant: Mapping[str, str]) -> Utterance:
    text = pattern.sub(lambda found: meant[found[0]], said.text)
    if text == said.text:
        return said
    return replace(said, text=text, words=_words(said, pattern, meant))


def _words(said: Utterance, pattern: re.Pattern[str], meant: Mapping[str, str]) -> tuple[Word, ...]:
    """Words with the same times; those that a correction touches become one. None where they do not spell the text."""
    raw = "".join(word.text for word in said.words)
    if raw.strip() != said.text.strip():
        return ()
    left, words = list(said.words), []
    position = 0
    for found in pattern.finditer(raw):
        while left and position + len(left[0].text) <= found.start():
            position += len(left[0].text)
            words.append(left.pop(0))
        touched, begin = [], position
        while left and position < found.end():
            position += len(left[0].text)
            touched.append(left.pop(0))
        if not touched:  # the word before was already taken by the last correction
            return ()
        before, after = raw[begin : found.start()], raw[found.end() : position]
        probs = [word.prob for word in touched if word.prob is not None]
        words.append(
            Word(
                f"{before}{meant[found[0]]}{after}",
                touched[0].start_s,
                touched[-1].end_s,
                min(probs) if probs else None,
            )
        )
    return (*words, *left)
