"""Word lists as managers send them."""

import contextlib
import io
import random
import time

import pytest
import xlsxwriter

from rules.errors import RulebookInvalid
from rules.load import load_rulebook, load_rulebook_text
from rules.wordlist import read_word_file, words_of


def workbook(rows, *, sheets=("Sheet1",)):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet)
            for place, row in enumerate(rows if sheet == sheets[-1] else []):
                page.write_row(place, 0, row)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.txt", "投诉\n退款\n赔偿\n".encode()),
        ("words.txt", "\ufeff投诉\r\n退款\r\n\r\n赔偿".encode()),
        ("words.txt", "投诉\n退款\n赔偿".encode("gb18030")),
        ("words.txt", "投诉\n退款\n赔偿".encode("utf-16")),
        ("words.txt", "# 来自法务\n投诉\n  退款  \n赔偿".encode()),
        ("words.csv", "关键词,类别\n投诉,风险\n退款,售后\n赔偿,售后\n".encode("gbk")),
        ("words.csv", '"投诉";1\n"退款";2\n"赔偿";3\n'.encode()),
        ("words.csv", "投诉\t1\n退款\t2\n赔偿\t3\n".encode()),
        ("words.xlsx", workbook([["词语", "级别"], ["投诉", 1], ["退款", 2], ["赔偿", 3]])),
        ("words.xlsx", workbook([["投诉"], ["退款"], ["赔偿"]], sheets=("说明", "词表"))),
        ("no-suffix", "投诉\n退款\n赔偿".encode()),
    ],
)
def test_a_list_is_read_however_it_was_saved(name, content):
    assert words_of(name, content).words == ("投诉", "退款", "赔偿")


def test_a_phrase_with_a_comma_is_one_word_where_it_is_quoted():
    assert words_of("a.csv", '"您好,请讲",问候\n再见,结束\n'.encode()).words == ("您好,请讲", "再见")


def test_a_number_in_a_cell_stays_as_it_is_shown():
    assert words_of("a.xlsx", workbook([[12315], ["12345"]])).words == ("12315", "12345")


def test_what_differs_only_in_writing_is_one_word_and_is_reported():
    found = words_of("a.txt", "投诉\n退款\n投訴\n ＶＩＰ\nvip\n".encode())

    assert found.words == ("投诉", "退款", "ＶＩＰ")
    assert [(one.word, one.line, one.first_line) for one in found.repeated] == [("投訴", 3, 1), ("vip", 5, 4)]


def test_every_bad_word_is_named_by_its_line():
    with pytest.raises(RulebookInvalid) as refused:
        words_of("a.txt", ("投诉\n" + "长" * 201 + "\n!!!\n").encode())

    assert [(problem.file, problem.line) for problem in refused.value.problems] == [("a.txt", 2), ("a.txt", 3)]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "no words"),
        ("a.txt", b"\n \n", "no words"),
        ("a.txt", "投诉\n".encode() + b"\xff\xff\x80\n", "neither UTF-8, UTF-16, GB 18030 nor Big5"),
        ("a.xlsx", b"PK\x03\x04 not really a workbook", "not a workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0 not really a workbook", "not a workbook"),
        ("a.csv", b'"' + b"x" * 200_000, "not a table"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_file_named(name, content, says):
    with pytest.raises(RulebookInvalid, match=says) as refused:
        words_of(name, content)

    assert refused.value.problems[0].file == name


def test_a_bad_byte_is_found_by_its_line():
    with pytest.raises(RulebookInvalid) as refused:
        words_of("a.txt", "投诉\n退款\n".encode() + b"\xff\xff\n")

    assert refused.value.problems[0].line == 3


def test_a_workbook_that_would_unpack_to_far_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("rules.wordlist.MAX_UNPACKED_BYTES", 1_000)

    with pytest.raises(RulebookInvalid, match="at most 1000"):
        words_of("bomb.xlsx", workbook([["投诉"]]))


def test_bytes_at_random_never_do_more_than_be_refused():
    draw = random.Random(7)
    good = workbook([["投诉"], ["退款"]])
    for _ in range(60):
        broken = bytearray(good)
        for _ in range(20):
            broken[draw.randrange(4, len(broken))] = draw.randrange(256)
        with contextlib.suppress(RulebookInvalid):
            words_of("a.xlsx", bytes(broken))


def test_fifty_thousand_words_take_no_time(tmp_path):
    path = tmp_path / "big.csv"
    path.write_text("".join(f"词{number}号,{number}\n" for number in range(50_000)), "gb18030")

    began = time.process_time()
    found = read_word_file(path)

    assert len(found.words) == 50_000
    assert time.process_time() - began < 2.0


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RulebookInvalid, match=r"words\.txt: no such file"):
        read_word_file(tmp_path / "words.txt")


LISTED = """
rulebook: {name: demo, title: 示例}
word_lists: {bad: {file: %s}}
rules: [{id: R-1, title: t, why: w, when: {op: keyword, lists: [bad]}}]
"""
ODD_WORDS = ("您好,再见", "内容", "名称", "说“不”", "12315")


def folder_with(tmp_path, name, content):
    (tmp_path / "rules.yaml").write_text(LISTED % name, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bad.csv", "关键词,级别\n" + "".join(f'"{word}",1\n' for word in ODD_WORDS), ODD_WORDS),
        ("bad.txt", "关键词\n" + "\n".join(ODD_WORDS), ODD_WORDS),
        ("bad.xlsx", workbook([["关键词"], *([word] for word in ODD_WORDS), ["#标签"]]), (*ODD_WORDS, "#标签")),
    ],
)
def test_a_rulebook_reads_a_list_once_and_keeps_it_so_that_it_reads_back_the_same(tmp_path, name, content, words):
    book = load_rulebook(folder_with(tmp_path, name, content if isinstance(content, bytes) else content.encode()))

    again = load_rulebook_text(book.sources)

    assert book.word_lists["bad"] == words
    assert again == book


@pytest.mark.parametrize("name", ["bad.txt", "bad.csv", "bad.xlsx"])
def test_a_rulebook_takes_tens_of_thousands_of_lines(tmp_path, name):
    words = [f"投诉编号第{number}号服务内容说明文字" for number in range(50_000)]
    content = workbook([[word, "类别"] for word in words]) if name == "bad.xlsx" else "\n".join(words).encode()

    book = load_rulebook(folder_with(tmp_path, name, content))

    assert len(book.word_lists["bad"]) == len(words)
