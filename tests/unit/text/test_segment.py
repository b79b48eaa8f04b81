"""Word borders."""

from rules.text.segment import is_whole, word_spans


def words(text, own=()):
    return [text[start:end] for start, end in word_spans(text, own)]


def test_words_of_our_own_are_not_cut():
    assert "花呗分期" in words("我要办理花呗分期付款", ["花呗分期"])


def test_words_of_one_rulebook_do_not_change_another():
    words("花呗分期", ["花呗分期"])

    assert words("花呗分期") != ["花呗分期"]


def test_a_word_inside_another_is_not_whole():
    text = "北京大学生活动"
    spans = word_spans(text)

    whole = [text[start:end] for start in range(7) for end in range(start + 1, 8) if is_whole((start, end), spans)]

    assert "北京大学" in whole or "大学生" in whole
    assert "京大" not in whole
