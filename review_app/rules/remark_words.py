"""What the lint says of a whole rulebook, rules and forms alike, in the reader's tongue."""

from review_app.languages import language
from review_app.rule_editor.problem_words import BOOK as OF_RULES
from review_app.rules.form_words import BOOK as OF_FORMS


def remark_words(said: str) -> str:
    """*said* in the reader's language; what stands before a colon may be a place and stays as it is."""
    return said if language() == "en" else in_chinese(said)


def in_chinese(said: str) -> str:
    """*said* in Chinese; unchanged where nobody translated it."""
    for book in (OF_RULES, OF_FORMS):
        words = book.in_chinese(said)
        if words != said:
            return words
    place, colon, rest = said.partition(": ")
    return f"{place}：{in_chinese(rest)}" if colon and in_chinese(rest) != rest else said
