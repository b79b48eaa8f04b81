"""Lambdas: `1&&(2||!3)`, also with full-width signs. Parsed, never evaluated."""

from collections.abc import Callable, Iterable, Iterator

from rules.errors import ExpressionInvalid
from rules.expression import Tree, parse
from rules.importers.aliyun.result import Unrunnable

_FULL_WIDTH = {0xFF01 + shift: 0x21 + shift for shift in range(94)} | {0x3000: 0x20}
_PLAIN: dict[int, int | str] = {**_FULL_WIDTH, ord("且"): "&&", ord("或"): "||", ord("非"): "!"}


def logic_of(written: str, what: str) -> Tree:
    """The tree of a lambda.

    Raises:
        Unrunnable: it cannot be read; the message says where.
    """
    try:
        return parse(written.translate(_PLAIN))
    except ExpressionInvalid as problem:
        raise Unrunnable(f"the lambda of {what} cannot be read: {problem}") from None


def names_in(tree: Tree, *, negated: bool = False) -> Iterator[tuple[str, bool]]:
    """Every id of a lambda, and whether it stands negated."""
    if isinstance(tree, str):
        yield tree, negated
        return
    for key, part in tree.items():
        parts: Iterable[Tree] = part if isinstance(part, list) else [part] if key == "not" else []  # type: ignore[list-item]
        for each in parts:
            yield from names_in(each, negated=negated is not (key == "not"))


def written_out(tree: Tree, name: Callable[[str], str]) -> str:
    """The lambda in our text form, each id replaced by what *name* says, which is an expression of its own."""
    if isinstance(tree, str):
        return name(tree)
    if "not" in tree:
        return f"!({written_out(tree['not'], name)})"  # type: ignore[arg-type]
    key, sign = ("all", " && ") if "all" in tree else ("any", " || ")
    if key not in tree:
        raise Unrunnable("a lambda has only &&, || and !")
    return f"({sign.join(written_out(part, name) for part in tree[key])})"  # type: ignore[attr-defined]


def tidy(expression: str) -> str:
    """Without brackets that enclose a single name or the whole."""
    shorter = expression
    while (shorter := _unbracketed(expression)) != expression:
        expression = shorter
    return expression


def _unbracketed(expression: str) -> str:
    stack: list[int] = []
    for at, sign in enumerate(expression):
        if sign == "(":
            stack.append(at)
        elif sign == ")":
            start = stack.pop()
            inner = expression[start + 1 : at]
            doubled = expression[start - 1 : start] == "(" and expression[at + 1 : at + 2] == ")"
            if doubled or (start == 0 and at == len(expression) - 1) or not any(char in "&|(" for char in inner):
                return expression[:start] + inner + expression[at + 1 :]
    return expression
