"""The text form of a condition: `a && (b || !c)`, `2 of (a, b, c)`. Read by a small parser, never evaluated.

either   = both ("||" both)*          also: or, 或
both     = single ("&&" single)*      also: and, 且
single   = ("!" | not | 非) single | "(" either ")" | number "of" "(" either ("," either)* ")" | name
"""

import re
from collections.abc import Callable

from rules.errors import ExpressionInvalid

MAX_LENGTH = 4_000
MAX_DEPTH = 20

_TOKEN = re.compile(r"\s*(?P<sign>&&|\|\||[!(),])|\s*(?P<name>[^\s&|!(),]+)")
_WIDE = str.maketrans("（）！＆｜，", "()!&|,")
_WORDS = {"and": "&&", "or": "||", "not": "!", "且": "&&", "或": "||", "非": "!"}

Tree = dict[str, object] | str


def parse(text: str) -> Tree:
    """The expression as the same nested mapping that rule files use; a lone name stays a string.

    Raises:
        ExpressionInvalid: with the character where it stops making sense.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionInvalid(text[:40] + "…", MAX_LENGTH, f"longer than {MAX_LENGTH} characters")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._either()
        if self._peek():
            raise self._error("not expected here")
        return tree

    def _either(self) -> Tree:
        return self._chain("||", "any", self._both)

    def _both(self) -> Tree:
        return self._chain("&&", "all", self._single)

    def _chain(self, sign: str, key: str, part: Callable[[], Tree]) -> Tree:
        parts = [part()]
        while self._peek() == sign:
            self._take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else {key: parts}

    def _single(self) -> Tree:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"nested deeper than {MAX_DEPTH}")
        tree = self._nested()
        self._depth -= 1
        return tree

    def _nested(self) -> Tree:
        token = self._take()
        if token == "!":
            return {"not": self._single()}
        if token == "(":
            inner = self._either()
            self._expect(")")
            return inner
        if token.isdecimal() and self._peek() == "of":
            self._take()
            return {"at_least": int(token), "of": self._listed()}
        if token in ("", "&&", "||", ")", ","):
            self._next -= 1
            raise self._error("a name is missing")
        return token

    def _listed(self) -> list[Tree]:
        self._expect("(")
        parts = [self._either()]
        while self._peek() == ",":
            self._take()
            parts.append(self._either())
        self._expect(")")
        return parts

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._next += 1
        return token

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise self._error(f"{sign!r} is missing")
        self._take()

    def _error(self, what: str) -> ExpressionInvalid:
        at = self._tokens[self._next][1] if self._next < len(self._tokens) else len(self._text)
        return ExpressionInvalid(self._text, at, what)


def _tokens(text: str) -> list[tuple[str, int]]:
    plain = text.translate(_WIDE)
    tokens: list[tuple[str, int]] = []
    at = 0
    while plain[at:].strip():
        match = _TOKEN.match(plain, at)
        if match is None:
            at += len(plain) - at - len(plain[at:].lstrip())
            raise ExpressionInvalid(text, at, "a single & or | has no meaning")
        word = match["sign"] or match["name"]
        tokens.append((_WORDS.get(word.lower(), word), match.start("sign") if match["sign"] else match.start("name")))
        at = match.end()
    return tokens
