"""Word lists as managers have them: a text file with one word a line, or the first column of a CSV or XLSX table.

Tables made by Excel come as GB 18030 or Big5 as often as UTF-8, with or without a heading, with every word twice.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from python_calamine import CalamineError, CalamineWorkbook

from rules.encoding import Decoded, Unreadable, decoded
from rules.errors import Problem, RulebookInvalid
from rules.text.normalise import join

MAX_BYTES = 16 << 20
MAX_UNPACKED_BYTES = 128 << 20
MAX_WORDS = 200_000
MAX_WORD_CHARS = 200
_HEADINGS = """
    word words keyword keywords phrase phrases term terms text
    词 词语 词条 词汇 单词 关键词 关键字 敏感词 违禁词 禁用词 禁语 服务禁语 短语 话术 内容 名称
"""
HEADINGS = frozenset(_HEADINGS.split())
_HEADING = "words"
_ZIP_MARK = b"PK\x03\x04"
_OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A word that stands in the list more than once, or differs only in what folding takes away.

    *line* counts from 1, in a table the row.
    """

    word: str
    line: int
    first_line: int


@dataclass(frozen=True, slots=True)
class WordFile:
    """What a file held.

    Args:
        words: without the repeated ones, in order.
        encoding: as people call it, `Big5`; None for XLSX.
        assumed: which encoding was taken where two are possible, and how the other would read; empty otherwise.
    """

    words: tuple[str, ...]
    repeated: tuple[Repeated, ...]
    encoding: str | None
    assumed: str = ""


Row = tuple[int, str]


def read_word_file(path: Path) -> WordFile:
    """The words of a file.

    Raises:
        RulebookInvalid: with every problem found; see `words_of`.
    """
    if not path.is_file():
        raise RulebookInvalid([Problem(path.name, "", "", "no such file")])
    if path.stat().st_size > MAX_BYTES:
        raise RulebookInvalid([_too_large(path.name, path.stat().st_size)])
    return words_of(path.name, path.read_bytes())


def words_of(name: str, content: bytes) -> WordFile:
    """The words in *content*; its kind is seen from the bytes, *name* tells CSV from plain text.

    Raises:
        RulebookInvalid: too large, an encoding or a table that cannot be read, words too long or too many, no words at
            all. Every place is named by its line.
    """
    if len(content) > MAX_BYTES:
        raise RulebookInvalid([_too_large(name, len(content))])
    read = None
    if content.startswith((_ZIP_MARK, _OLD_EXCEL_MARK)):
        rows = _sheet(name, content)
    else:
        read = _decoded(name, content)
        kind = PurePath(name).suffix.lower()
        rows = list(_table(name, read.text) if kind == ".csv" else _lines(read.text, comments=kind != ".xlsx"))
    words = [(line, " ".join(word.split())) for line, word in rows if word.strip()]
    if words and words[0][1].lower() in HEADINGS and len(words) > 1:
        words = words[1:]
    _refuse(name, words)
    kept, repeated = _without_repeated(words)
    return WordFile(kept, repeated, read.encoding if read else None, _assumed(read) if read else "")


def as_yaml(name: str, words: Iterable[str], remark: str = "") -> str:
    """A rulebook file that holds nothing but this word list, below the *remark* if there is one."""
    lines = (f"    - {json.dumps(word, ensure_ascii=False)}\n" for word in words)
    comment = f"# {remark}\n" if remark else ""
    return f"{comment}word_lists:\n  {json.dumps(name, ensure_ascii=False)}:\n{''.join(lines)}"


def as_file(name: str, words: Iterable[str]) -> str:
    """The text of a file of that name that `words_of` reads back as just these words; below a heading of its own."""
    lines = [_HEADING, *words]
    if PurePath(name).suffix.lower() != ".csv":
        return "\n".join(lines) + "\n"
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").writerows([word] for word in lines)
    return text.getvalue()


def _decoded(name: str, content: bytes) -> Decoded:
    try:
        return decoded(content)
    except Unreadable as failed:
        at = failed.at
        what = f"neither UTF-8, UTF-16, GB 18030 nor Big5: byte {at} is {content[at]:#04x}"
        raise RulebookInvalid([Problem(name, "", "", what, content[:at].count(b"\n") + 1)]) from None


def _assumed(read: Decoded) -> str:
    if not read.rival:
        return ""
    return f"read as {read.encoding} by its characters; as {read.rival} it would read {read.otherwise!r}"


def _lines(text: str, *, comments: bool) -> Iterator[Row]:
    for line, word in enumerate(text.splitlines(), start=1):
        if not (comments and word.lstrip().startswith("#")):
            yield line, word


def _table(name: str, text: str) -> Iterator[Row]:
    """The first column, whatever parts the columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max((",", "\t", ";"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells[0]
            line = reader.line_num + 1
    except csv.Error as failed:
        raise RulebookInvalid([Problem(name, "", "", f"not a table: {failed}", line)]) from None


def _sheet(name: str, content: bytes) -> list[Row]:
    """The first column of the first sheet that has any; numbers as they are shown, 12315 and not 12315.0."""
    _refuse_bomb(name, content)
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(content))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            found = [(line, _cell(row[0])) for line, row in enumerate(rows, start=1) if row]
            if any(word for _, word in found):
                return found
    except (CalamineError, OSError, ValueError) as failed:
        raise RulebookInvalid([Problem(name, "", "", f"not a workbook that can be read: {failed}")]) from None
    return []


def _refuse_bomb(name: str, content: bytes) -> None:
    """A workbook is a zip file: what it unpacks to is known before it is unpacked."""
    if not content.startswith(_ZIP_MARK):
        return
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as failed:
        raise RulebookInvalid([Problem(name, "", "", f"not a workbook that can be read: {failed}")]) from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise RulebookInvalid([_too_large(name, unpacked, MAX_UNPACKED_BYTES)])


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refuse(name: str, words: Sequence[Row]) -> None:
    problems = [
        Problem(name, "", "", f"{len(word)} characters; a word has at most {MAX_WORD_CHARS}", line)
        for line, word in words
        if len(word) > MAX_WORD_CHARS
    ]
    problems += [
        Problem(name, "", "", f"{word!r} has no letter, digit or character of its own", line)
        for (line, word), folded in zip(words, _folded(words), strict=True)
        if not folded
    ]
    if len(words) > MAX_WORDS:
        problems.append(Problem(name, "", "", f"{len(words)} words; a list has at most {MAX_WORDS}"))
    if not words:
        problems.append(Problem(name, "", "", "no words in it"))
    if problems:
        raise RulebookInvalid(problems)


def _without_repeated(words: Sequence[Row]) -> tuple[tuple[str, ...], tuple[Repeated, ...]]:
    first_lines: dict[str, int] = {}
    kept: list[str] = []
    repeated: list[Repeated] = []
    for (line, word), folded in zip(words, _folded(words), strict=True):
        first = first_lines.setdefault(folded, line)
        if first == line:
            kept.append(word)
        else:
            repeated.append(Repeated(word, line, first))
    return tuple(kept), tuple(repeated)


def _folded(words: Iterable[Row]) -> list[str]:
    return join([word for _, word in words]).text.split("\n")[:-1]


def _too_large(name: str, size: int, limit: int = MAX_BYTES) -> Problem:
    return Problem(name, "", "", f"{size} bytes; a word list has at most {limit}")
