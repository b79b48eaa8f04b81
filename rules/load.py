"""Reads rulebooks: from a folder, from stored texts, from the packs that are shipped.

The only part of rules/ that opens files.
"""

from collections.abc import Mapping
from pathlib import Path

from rules.assembly import assembled
from rules.errors import Problem, RulebookInvalid, UnknownPack
from rules.lint.remark import Grade, Remark
from rules.rulebook import Rulebook
from rules.wordlist import MAX_BYTES as MAX_LIST_BYTES
from rules.wordlist import as_file, read_word_file

MAX_FILE_BYTES = 2 << 20
MAX_TOTAL_BYTES = 8 << 20
MAX_LISTS_BYTES = 32 << 20  # of all word lists together; tables have columns that are not read
_YAML = (".yaml", ".yml")
_LISTS = (".txt", ".csv", ".xlsx")
_PACKS = Path(__file__).parent / "packs"


def load_rulebook(path: Path) -> Rulebook:
    """The rulebook in a folder (every YAML file in it, and the word lists they name) or in one file.

    Raises:
        RulebookInvalid: with every problem found.
    """
    return load_rulebook_text(sources_of(path))


def load_rulebook_text(files: Mapping[str, str]) -> Rulebook:
    """The rulebook that these texts are, keyed by file name.

    Raises:
        RulebookInvalid: with every problem found.
    """
    _refuse_too_large({name: len(text.encode(errors="replace")) for name, text in files.items()})
    return assembled(files)


def load_stored_text(files: Mapping[str, str]) -> Rulebook:
    """The same for texts that were accepted before and are in force: what was read leniently then still is.

    Raises:
        RulebookInvalid: with every problem found.
    """
    _refuse_too_large({name: len(text.encode(errors="replace")) for name, text in files.items()})
    return assembled(files, stored=True)


def assumed_encodings(path: Path) -> tuple[Remark, ...]:
    """A remark for every word list of a folder that reads in two encodings: which was taken, what it is in the other.

    Raises:
        RulebookInvalid: a list that cannot be read.
    """
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in _LISTS)
    read = ((file.relative_to(path).as_posix(), read_word_file(file).assumed) for file in files)
    return tuple(Remark(Grade.WARNING, name, "encoding", assumed) for name, assumed in read if assumed)


def sources_of(path: Path) -> dict[str, str]:
    """The texts of a rulebook, keyed by their path inside the folder; word lists have one word a line, XLSX too.

    Raises:
        RulebookInvalid: nothing there, too large, or not readable.
    """
    if path.is_file():
        found = {path.name: path}
    elif path.is_dir():
        found = {
            file.relative_to(path).as_posix(): file
            for file in sorted(path.rglob("*"))
            if file.is_file() and file.suffix.lower() in (*_YAML, *_LISTS)
        }
    else:
        found = {}
    if not any(name.lower().endswith(_YAML) for name in found):
        raise RulebookInvalid([Problem(path.name, "", "", "no rule files (*.yaml) here")])
    _refuse_too_large({name: file.stat().st_size for name, file in found.items()})
    texts, problems = {}, []
    for name, file in found.items():
        try:
            texts[name] = _text_of(file)
        except UnicodeDecodeError as fault:
            problems.append(Problem(name, "", "", f"not UTF-8 at byte {fault.start}"))
        except RulebookInvalid as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise RulebookInvalid(problems)
    return texts


def _text_of(file: Path) -> str:
    """A rule file as it is; a word list, however it was written, as a text that reads back as the same words."""
    if file.suffix.lower() in _YAML:
        return file.read_bytes().decode("utf-8-sig")
    return as_file(file.name, read_word_file(file).words)


def builtin_packs() -> tuple[str, ...]:
    """The names of the packs that are shipped."""
    return tuple(sorted(folder.name for folder in _PACKS.iterdir() if folder.is_dir() and any(folder.glob("*.yaml"))))


def load_pack(name: str) -> Rulebook:
    """A shipped pack.

    Raises:
        UnknownPack: there is none of that name.
    """
    known = builtin_packs()
    if name not in known:
        raise UnknownPack(name, known)
    return load_rulebook(_PACKS / name)


def pack_path(name: str) -> Path:
    """The folder of a shipped pack.

    Raises:
        UnknownPack: there is none of that name.
    """
    if name not in builtin_packs():
        raise UnknownPack(name, builtin_packs())
    return _PACKS / name


def _refuse_too_large(sizes: Mapping[str, int]) -> None:
    rules = {name: size for name, size in sizes.items() if not name.lower().endswith(_LISTS)}
    lists = {name: size for name, size in sizes.items() if name not in rules}
    problems = [
        Problem(name, "", "", f"{size} bytes; a file has at most {most}")
        for group, most in ((rules, MAX_FILE_BYTES), (lists, MAX_LIST_BYTES))
        for name, size in group.items()
        if size > most
    ]
    problems += [
        Problem("", "", "", f"{sum(group.values())} bytes; {what} at most {most}")
        for group, what, most in (
            (rules, "a rulebook has", MAX_TOTAL_BYTES),
            (lists, "the word lists of a rulebook have", MAX_LISTS_BYTES),
        )
        if sum(group.values()) > most
    ]
    if problems:
        raise RulebookInvalid(problems)
