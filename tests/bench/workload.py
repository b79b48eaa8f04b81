"""Phrases and calls to measure the matcher with: invented, always the same, spread like real Chinese.

Words are drawn from jieba's dictionary by their frequency; a phrase is never so common a word that no rule would ask
for it.
"""

import random
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate

from rules.matcher import Kind, Phrase
from rules.text.pinyin import ALL_CONFUSIONS, readings

SEED = 20_261_122
TOO_COMMON = 60_000  # 我们, 可以, 一个: no rule asks for them alone
CALL_CHARS, UTTERANCE_CHARS = 1_400, (4, 42)
PHRASE_CHARS = (2, 8)
SLIPS_PER_CALL = 6


@cache
def words() -> tuple[Sequence[str], Sequence[int]]:
    """Chinese words and how often each occurs, summed up to it."""
    lines = (files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    rows = [(word, int(count)) for word, count, _ in (line.split() for line in lines) if not word.isascii()]
    return [word for word, _ in rows], list(accumulate(count for _, count in rows))


def phrases(count: int, at_least: float = 80.0) -> tuple[Phrase, ...]:
    """*count* phrases of 2 to 8 characters, a third of each kind."""
    draw = random.Random(SEED)
    chosen: dict[str, Phrase] = {}
    kinds = tuple(Kind)
    while len(chosen) < count:
        text = _phrase(draw)
        kind = kinds[len(chosen) % len(kinds)]
        chosen.setdefault(text, Phrase(text, kind, f"{kind}-{len(chosen)}", at_least, ALL_CONFUSIONS))
    return tuple(chosen.values())


def calls(count: int, spoken: Sequence[Phrase]) -> tuple[tuple[str, ...], ...]:
    """*count* calls of about 1,400 characters; in each a few *spoken* phrases, some with a slip of the recogniser."""
    draw = random.Random(SEED + 1)
    return tuple(_call(draw, spoken) for _ in range(count))


def _phrase(draw: random.Random) -> str:
    vocabulary, reach = words()
    length, text = draw.randint(*PHRASE_CHARS), ""
    while len(text) < length:
        text += draw.choices(vocabulary, cum_weights=reach)[0]
    too_common = len(text) == length and length == 2 and _frequency(text) > TOO_COMMON
    return text if len(text) == length and not too_common else _phrase(draw)


@cache
def _frequencies() -> dict[str, int]:
    vocabulary, reach = words()
    return {word: upper - lower for word, lower, upper in zip(vocabulary, [0, *reach], reach, strict=False)}


def _frequency(word: str) -> int:
    return _frequencies().get(word, 0)


def _call(draw: random.Random, spoken: Sequence[Phrase]) -> tuple[str, ...]:
    vocabulary, reach = words()
    utterances: list[str] = []
    while sum(map(len, utterances)) < CALL_CHARS:
        length, text = draw.randint(*UTTERANCE_CHARS), ""
        while len(text) < length:
            text += draw.choices(vocabulary, cum_weights=reach)[0] + draw.choice(("", "", "", "", ","))
        utterances.append(text + "。")
    for _ in range(SLIPS_PER_CALL):
        at, phrase = draw.randrange(len(utterances)), draw.choice(spoken).text
        utterances[at] += misheard(draw, phrase)
    return tuple(utterances)


def misheard(draw: random.Random, phrase: str) -> str:
    """*phrase* with at most one character taken for another that sounds alike."""
    place = draw.randrange(len(phrase))
    alike = _homophones().get(readings(phrase[place])[0], phrase[place])
    return phrase[:place] + draw.choice(alike) + phrase[place + 1 :] if draw.random() < 0.5 else phrase


@cache
def _homophones() -> dict[str, str]:
    found: dict[str, str] = {}
    for char in sorted({char for word in words()[0][:100_000] for char in word}):
        found[readings(char)[0]] = found.get(readings(char)[0], "") + char
    return found
