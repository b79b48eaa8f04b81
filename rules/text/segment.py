"""Where Chinese words begin and end, for the few rules that ask.

The only module that imports jieba. Each list of words of its own has a tokenizer of its own, so that one rulebook's
words never change another's.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import jieba

RULEBOOKS_KEPT = 4
SURELY_A_WORD = 100_000  # frequency that outweighs any other cut
ERRORS_ONLY = 40  # as the standard levels count

jieba.setLogLevel(ERRORS_ONLY)


def word_spans(text: str, own_words: Iterable[str] = ()) -> tuple[tuple[int, int], ...]:
    """Half-open spans of the words of *text*, which together cover it.

    Args:
        own_words: words that must not be cut (names of products, of the company).
    """
    tokenizer = _tokenizer(frozenset(own_words))
    return tuple((start, end) for _, start, end in tokenizer.tokenize(text))


def words_of_length(length: int) -> Mapping[str, int]:
    """The common words of so many characters, and how often each stands in the corpus they were counted in."""
    return _by_length().get(length, {})


def counted_words() -> Iterator[tuple[str, int]]:
    """Every word of the dictionary, and how often it stands in that corpus."""
    tokenizer = _tokenizer(frozenset())
    tokenizer.initialize()
    for word, count in tokenizer.FREQ.items():
        if count:  # beginnings of words are in the same table, with none
            yield word, count


@lru_cache(maxsize=1)
def _by_length() -> Mapping[int, Mapping[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for word, count in counted_words():
        found.setdefault(len(word), {})[word] = count
    return found


def is_whole(span: tuple[int, int], words: Iterable[tuple[int, int]]) -> bool:
    """Whether *span* begins where a word begins and ends where a word ends."""
    borders = {border for word in words for border in word}
    return span[0] in borders and span[1] in borders


@lru_cache(maxsize=RULEBOOKS_KEPT)
def _tokenizer(own_words: frozenset[str]) -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    for word in sorted(own_words):
        tokenizer.add_word(word, SURELY_A_WORD)
    return tokenizer
