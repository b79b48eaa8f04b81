"""What one would write without the matcher: one function for each way, all with answers of the same shape."""

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from rapidfuzz import fuzz, process

from rules.matcher import Matcher, Phrase
from rules.text.normalise import normalise
from rules.text.pinyin import fold_syllable, readings, syllables


class Call(NamedTuple):
    """One call: its texts as transcribed, and folded."""

    raw: tuple[str, ...]
    folded: tuple[str, ...]


class Answer(NamedTuple):
    """This phrase was heard in this utterance."""

    phrase: str
    utterance: int
    similarity: float


Answers = set[Answer]
Heard = Callable[[Call], Answers]


def answers(matcher: Matcher, call: Call) -> Answers:
    """Our answers, in the same shape."""
    return {Answer(hit.phrase, hit.utterance, hit.similarity) for hit in matcher.scan(call.raw).hits}


def literal_ways(phrases: Sequence[Phrase]) -> dict[str, Heard]:
    """`in`, `re`, and where they are installed an Aho-Corasick in C and Hyperscan."""
    ways = {"in loop": in_loop(phrases), "re alternation": re_alternation(phrases)}
    if find_spec("ahocorasick"):
        ways["pyahocorasick"] = aho_corasick(phrases)
    if find_spec("hyperscan"):
        ways["hyperscan"] = hyperscan(phrases)
    return ways


def fuzzy_ways(phrases: Sequence[Phrase]) -> dict[str, Heard]:
    """RapidFuzz for every phrase and every sentence, called one by one and all in one."""
    return {"rapidfuzz, all pairs": rapidfuzz_pairs(phrases), "rapidfuzz.process.cdist": rapidfuzz_cdist(phrases)}


def sound_ways(phrases: Sequence[Phrase]) -> dict[str, Heard]:
    """Syllable after syllable."""
    return {"syllable loop": syllable_loop(phrases)}


def in_loop(phrases: Sequence[Phrase]) -> Heard:
    """`phrase in text`."""
    wanted = [(phrase.text, normalise(phrase.text).text) for phrase in phrases]

    def heard(call: Call) -> Answers:
        return {Answer(p, at, 100.0) for at, text in enumerate(call.folded) for p, needle in wanted if needle in text}

    return heard


def re_alternation(phrases: Sequence[Phrase]) -> Heard:
    """One alternation; a look-ahead at every place, since a plain one hides phrases that overlap."""
    wanted = {normalise(phrase.text).text: phrase.text for phrase in phrases}
    inside = {needle: [other for other in wanted if needle.startswith(other)] for needle in wanted}
    pattern = re.compile(f"(?=({'|'.join(sorted(map(re.escape, wanted), key=len, reverse=True))}))")

    def heard(call: Call) -> Answers:
        return {
            Answer(wanted[needle], at, 100.0)
            for at, text in enumerate(call.folded)
            for match in pattern.finditer(text)
            for needle in inside[match[1]]
        }

    return heard


def aho_corasick(phrases: Sequence[Phrase]) -> Heard:
    """pyahocorasick."""
    automaton = import_module("ahocorasick").Automaton()
    for phrase in phrases:
        automaton.add_word(normalise(phrase.text).text, phrase.text)
    automaton.make_automaton()

    def heard(call: Call) -> Answers:
        return {Answer(phrase, at, 100.0) for at, text in enumerate(call.folded) for _, phrase in automaton.iter(text)}

    return heard


def hyperscan(phrases: Sequence[Phrase]) -> Heard:
    """Hyperscan on UTF-8."""
    library = import_module("hyperscan")
    database = library.Database()
    needles = [re.escape(normalise(phrase.text).text).encode() for phrase in phrases]
    database.compile(
        expressions=needles, ids=list(range(len(needles))), elements=len(needles), flags=[0] * len(needles)
    )

    def heard(call: Call) -> Answers:
        found: Answers = set()
        for at, text in enumerate(call.folded):
            numbers: set[int] = set()
            database.scan(text.encode(), match_event_handler=lambda number, *_, into=numbers: into.add(number))
            found.update(Answer(phrases[number].text, at, 100.0) for number in numbers)
        return found

    return heard


def rapidfuzz_pairs(phrases: Sequence[Phrase]) -> Heard:
    """`partial_ratio`, or `ratio` where the text is shorter than the phrase."""
    wanted = [(phrase.text, normalise(phrase.text).text, phrase.at_least) for phrase in phrases]

    def heard(call: Call) -> Answers:
        found: Answers = set()
        for at, text in enumerate(call.folded):
            length = len(text)
            for phrase, needle, at_least in wanted:
                scorer = fuzz.partial_ratio if length >= len(needle) else fuzz.ratio
                similarity = scorer(needle, text, score_cutoff=at_least)
                if similarity:
                    found.add(Answer(phrase, at, similarity))
        return found

    return heard


def rapidfuzz_cdist(phrases: Sequence[Phrase]) -> Heard:
    """The same pairs in one call, RapidFuzz's own fastest way."""
    wanted = [(phrase.text, normalise(phrase.text).text, phrase.at_least) for phrase in phrases]
    needles, at_least = [needle for _, needle, _ in wanted], min(phrase.at_least for phrase in phrases)

    def heard(call: Call) -> Answers:
        scores = process.cdist(call.folded, needles, scorer=fuzz.partial_ratio, score_cutoff=at_least)
        found: Answers = set()
        for at, number in zip(*(axis.tolist() for axis in scores.nonzero()), strict=True):
            phrase, needle, least = wanted[number]
            text = call.folded[at]
            scorer = fuzz.partial_ratio if len(text) >= len(needle) else fuzz.ratio
            similarity = scorer(needle, text, score_cutoff=least)  # cdist has rounded it
            if similarity:
                found.add(Answer(phrase, at, similarity))
        return found

    return heard


def syllable_loop(phrases: Sequence[Phrase]) -> Heard:
    """The readings of every character looked up once, then every phrase tried at every place."""
    wanted = [
        (
            phrase.text,
            tuple(fold_syllable(syllable, phrase.fold) for syllable in syllables(normalise(phrase.text).text)),
        )
        for phrase in phrases
    ]
    fold = phrases[0].fold

    def heard(call: Call) -> Answers:
        found: Answers = set()
        for at, text in enumerate(call.folded):
            said = [{fold_syllable(reading, fold) for reading in readings(char)} for char in text]
            for phrase, parts in wanted:
                for start in range(len(said) - len(parts) + 1):
                    if all(part in said[start + place] for place, part in enumerate(parts)):
                        found.add(Answer(phrase, at, 100.0))
                        break
        return found

    return heard
