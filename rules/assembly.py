"""Puts the files of a rulebook together: validates every part, checks what they say of each other, seals the result."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from rules.agreement import disagreements
from rules.errors import Problem, RulebookInvalid
from rules.form import Scorecard
from rules.former import as_meant
from rules.knowledge import Question
from rules.place import dotted, place_of, words_of
from rules.rulebook import Header, Knowledge, Rule, Rulebook, RulebookFile, WordList, WordLists
from rules.spec import Spec
from rules.wordlist import words_of as words_in
from rules.yaml_text import Document, Path, YamlRefused, read

_Part = TypeVar("_Part", covariant=True)
_LISTS: TypeAdapter[WordLists] = TypeAdapter(WordLists)
_KNOWLEDGE: TypeAdapter[Knowledge] = TypeAdapter(Knowledge)
MAX_LIST_WORDS = 100_000
MOST_PROBLEMS = 1_000  # nobody mends more at once, and a file of nothing else would take seconds to tell


class Validate(Protocol[_Part]):
    """Reads a value of a file."""

    def __call__(self, raw: object, /, *, by_alias: bool, by_name: bool) -> _Part: ...


@dataclass(slots=True)
class Draft:
    """Everything read so far, and everything wrong so far."""

    header: Header | None = None
    rules: list[tuple[str, Path, Rule]] = field(default_factory=list)
    scorecards: list[tuple[str, Path, Scorecard]] = field(default_factory=list)
    word_lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    knowledge: dict[str, tuple[Question, ...]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stored: bool = False
    broken: set[str] = field(default_factory=set)

    def refuse(self, file: str, path: Path, what: str, rule: str = "") -> None:
        """Note a problem at a place of a file; *path* starts at the top of the file."""
        lines = self.documents[file].lines if file in self.documents else {}
        here = path
        while here and here not in lines:
            here = here[:-1]
        inside = path[2:] if rule and path[:1] in (("rules",), ("scorecards",)) else path
        self.problems.append(Problem(file, rule, dotted(inside), what, lines.get(here)))


def assembled(files: Mapping[str, str], *, stored: bool = False) -> Rulebook:
    """One rulebook from all its files.

    Args:
        stored: they were accepted before, perhaps by a loader that took "10" for 10; see rules/former.py.

    Raises:
        RulebookInvalid: with every problem of every file.
    """
    draft = Draft(stored=stored)
    for file in sorted(name for name in files if name.lower().endswith((".yaml", ".yml"))):
        try:
            draft.documents[file] = read(files[file])
        except YamlRefused as refusal:
            draft.problems.append(Problem(file, "", "", refusal.what, refusal.line))
            continue
        _collect(file, draft, files)
    if draft.header is None and not draft.problems:
        draft.problems.append(
            Problem("", "", "rulebook", "no file says which rulebook this is (rulebook: {name, title})")
        )
    for file, path, what, rule in disagreements(
        draft.rules, draft.scorecards, draft.word_lists, draft.knowledge, draft.broken
    ):
        draft.refuse(file, path, what, rule)
    if draft.problems or draft.header is None:
        raise RulebookInvalid(sorted(set(draft.problems), key=_order))
    return _sealed(draft.header, draft, files)


def _collect(file: str, draft: Draft, files: Mapping[str, str]) -> None:
    top = draft.documents[file].value
    if top is None:
        return
    if not isinstance(top, dict):
        draft.refuse(file, (), "a rule file is a mapping: rulebook, rules, scorecards, word_lists, knowledge")
        return
    for key in top.keys() - RulebookFile.model_fields.keys():
        draft.refuse(file, (key,), "is not known here")
    _collect_header(file, top.get("rulebook"), draft)
    for index, raw in _listed(file, top, "rules", draft):
        if len(draft.problems) >= MOST_PROBLEMS:
            draft.refuse(file, ("rules", index), f"{MOST_PROBLEMS} problems so far; the rest is not looked at")
            break
        rule = _validated(Rule.model_validate, file, ("rules", index), raw, draft)
        if rule is not None:
            draft.rules.append((file, ("rules", index), rule))
        elif isinstance(raw, dict):
            draft.broken.add(str(raw.get("id", "")))
    for index, raw in _listed(file, top, "scorecards", draft):
        card = _validated(Scorecard.model_validate, file, ("scorecards", index), raw, draft)
        if card is not None:
            draft.scorecards.append((file, ("scorecards", index), card))
    _collect_words(file, _given(top, "word_lists"), draft, files)
    knowledge = _validated(_KNOWLEDGE.validate_python, file, ("knowledge",), _given(top, "knowledge"), draft)
    for name, questions in (knowledge or {}).items():
        if name in draft.knowledge:
            draft.refuse(file, ("knowledge", name), "this knowledge base is in another file already")
        draft.knowledge[name] = questions


def _collect_header(file: str, raw: object, draft: Draft) -> None:
    if raw is None:
        return
    header = _validated(Header.model_validate, file, ("rulebook",), raw, draft)
    if header is not None and draft.header is not None:
        draft.refuse(file, ("rulebook",), "another file says which rulebook this is already")
    draft.header = draft.header or header


def _listed(file: str, top: Mapping[str, object], key: str, draft: Draft) -> Iterator[tuple[int, object]]:
    raw = top.get(key)
    if raw is None:
        return
    if not isinstance(raw, list):
        draft.refuse(file, (key,), "needs a list, each part after a dash")
        return
    yield from enumerate(raw)


def _given(top: Mapping[str, object], key: str) -> object:
    """A part of the file; a key with nothing after it, as where everything below is a comment, is an empty part."""
    found = top.get(key)
    return {} if found is None else found


def _collect_words(file: str, raw: object, draft: Draft, files: Mapping[str, str]) -> None:
    lists = _validated(_LISTS.validate_python, file, ("word_lists",), raw, draft)
    for name, words in (lists or {}).items():
        path: Path = ("word_lists", name)
        if name in draft.word_lists:
            draft.refuse(file, path, "this word list is in another file already")
        if isinstance(words, WordList):
            if words.file not in files:
                draft.refuse(file, (*path, "file"), f"no file {words.file!r}")
                draft.word_lists[name] = ()
                continue
            words = _words_in(words.file, files, draft)
        if not words:
            draft.refuse(file, path, "has no words")
        if len(words) > MAX_LIST_WORDS:
            draft.refuse(file, path, f"{len(words)} words; a list has at most {MAX_LIST_WORDS}")
        draft.word_lists[name] = tuple(dict.fromkeys(words))


def _words_in(file: str, files: Mapping[str, str], draft: Draft) -> tuple[str, ...]:
    try:
        return words_in(file, files[file].encode()).words
    except RulebookInvalid as refusal:
        draft.problems.extend(refusal.problems)
        return ()


def _validated(validate: Validate[_Part], file: str, path: Path, raw: object, draft: Draft) -> _Part | None:
    try:
        return _read_as_published(validate, raw, stored=draft.stored)
    except ValidationError as refusal:
        rule = str(raw.get("id", "")) if isinstance(raw, dict) and path[0] in ("rules", "scorecards") else ""
        for error in _telling(refusal.errors(include_url=False)):
            inside = place_of(error["loc"], raw, missing=error["type"] == "missing")
            draft.refuse(file, (*path, *inside), words_of(error), rule or dotted(path))
        return None


def _read_as_published(validate: Validate[_Part], raw: object, *, stored: bool) -> _Part:
    """With `except`, as it is published, and not `except_`."""
    try:
        return validate(raw, by_alias=True, by_name=False)
    except ValidationError as refusal:
        if not stored:
            raise
        return validate(as_meant(raw, refusal.errors(include_url=False)), by_alias=True, by_name=False)


def _telling(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Without "too short" of a list whose parts were refused: it says nothing new."""
    places = [error["loc"] for error in errors]
    for error in errors:
        place = error["loc"]
        inside = any(other != place and other[: len(place)] == place for other in places)
        if error["type"] != "too_short" or not inside:
            yield error


def _sealed(header: Header, draft: Draft, files: Mapping[str, str]) -> Rulebook:
    rules = tuple(rule for _, _, rule in draft.rules)
    effects = {rule.id: rule.effect for rule in rules}
    cards = tuple(card.model_copy(update={"effects": card.effects_with(effects)}) for _, _, card in draft.scorecards)
    return Rulebook(
        name=header.name,
        version=header.version,
        digest=_digest(header, rules, cards, draft),
        title=header.title,
        language=header.language,
        limits=header.limits,
        rules=rules,
        scorecards=cards,
        word_lists=dict(draft.word_lists),
        knowledge=dict(draft.knowledge),
        sources=dict(files),
    )


def _digest(header: Header, rules: tuple[Rule, ...], cards: tuple[Scorecard, ...], draft: Draft) -> str:
    """sha256 of the canonical form; rules in the order of their ids, words in the order of the list."""
    canonical = {
        "rulebook": _plain(header),
        "rules": [_plain(rule) for rule in sorted(rules, key=lambda rule: rule.id)],
        "scorecards": [_plain(card) for card in sorted(cards, key=lambda card: (card.id, card.version))],
        "word_lists": draft.word_lists,
        "knowledge": {name: [_plain(one) for one in base] for name, base in draft.knowledge.items()},
    }
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(part: Spec) -> object:
    return part.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _order(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.line or 0, problem.path, problem.what
