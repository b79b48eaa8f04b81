"""Word lists are read in the encoding in which they were written, and what had to be guessed is said."""

import random
from functools import cache

import opencc
import pytest

from rules.encoding import Unreadable, decoded
from rules.load import assumed_encodings, load_rulebook
from rules.text.segment import counted_words
from rules.wordlist import words_of

MAINLAND = ("gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
TAIWAN = ("cp950", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le")
COMMON = 30  # times in the corpus of the dictionary


@cache
def simplified_words() -> tuple[str, ...]:
    counted = ((word, count) for word, count in counted_words() if count >= COMMON and 2 <= len(word) <= 4)
    return tuple(sorted(word for word, _ in counted if _fits(word, "gbk") and not word.isascii()))


@cache
def traditional_words() -> tuple[str, ...]:
    written = opencc.OpenCC("s2twp").convert("\n".join(simplified_words())).split("\n")
    return tuple(word for word in written if _fits(word, "cp950"))


def _fits(word: str, encoding: str) -> bool:
    return word.encode(encoding, "ignore").decode(encoding) == word


def lists(words: tuple[str, ...], size: int, number: int) -> list[str]:
    draw = random.Random(size)
    return ["\r\n".join(draw.sample(words, size)) for _ in range(number)]


@pytest.mark.parametrize(("size", "number"), [(5, 150), (50, 20), (5_000, 1)])
@pytest.mark.parametrize("encoding", MAINLAND)
def test_a_list_in_simplified_characters_is_read(encoding: str, size: int, number: int) -> None:
    for text in lists(simplified_words(), size, number):
        assert decoded(text.encode(encoding)).text.removeprefix("\ufeff") == text


@pytest.mark.parametrize(("size", "number"), [(5, 150), (50, 20), (5_000, 1)])
@pytest.mark.parametrize("encoding", TAIWAN)
def test_a_list_in_traditional_characters_is_read(encoding: str, size: int, number: int) -> None:
    for text in lists(traditional_words(), size, number):
        assert decoded(text.encode(encoding)).text.removeprefix("\ufeff") == text


def test_words_of_hong_kong_are_read() -> None:
    assert words_of("a.txt", "唔該\n佢哋\n畀錢\n投訴\n嘥時間\n".encode("big5hkscs")).words == (
        "唔該",
        "佢哋",
        "畀錢",
        "投訴",
        "嘥時間",
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("café\nnaïve\n", "utf-8"), ("жалоба\nвозврат\n", "utf-8"), ("refund\nsue\n", "ascii"), ("联通\n", "gbk")],
)
def test_words_that_are_not_chinese_and_words_that_look_otherwise_are_read(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)).text == text


def test_what_was_assumed_is_said_with_what_it_would_be_otherwise() -> None:
    found = words_of("a.txt", "投訴\n退款\n賠償\n".encode("big5"))

    assert (found.words, found.encoding) == (("投訴", "退款", "賠償"), "Big5")
    assert found.assumed.startswith("read as Big5 by its characters; as GB 18030 it would read '")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_nothing_is_said_where_nothing_was_assumed(encoding: str) -> None:
    assert words_of("a.txt", "投诉\n退款\n".encode(encoding)).assumed == ""


def test_bytes_that_are_no_text_are_refused_at_the_byte() -> None:
    with pytest.raises(Unreadable) as refused:
        decoded("投诉\n".encode() + b"\xff\xff")

    assert refused.value.at == len("投诉\n".encode())


def test_the_lists_of_a_folder_are_remarked_upon(tmp_path) -> None:
    rules = "rulebook: {name: d, title: d}\nword_lists: {a: {file: a.txt}, b: {file: b.csv}}\n"
    (tmp_path / "rules.yaml").write_text(rules, "utf-8")
    (tmp_path / "a.txt").write_bytes("投訴\n退款\n賠償\n".encode("big5"))
    (tmp_path / "b.csv").write_text("您好\n", "utf-8")

    (remark,) = assumed_encodings(tmp_path)

    assert (remark.where, remark.check) == ("a.txt", "encoding")
    assert load_rulebook(tmp_path).word_lists["a"] == ("投訴", "退款", "賠償")
