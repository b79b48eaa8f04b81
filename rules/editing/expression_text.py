"""A tree of conditions as the text that `rules.expression` reads, and what an editor does with such texts."""

from collections.abc import Iterator, Mapping, Sequence

from rules.errors import ExpressionInvalid
from rules.expression import Tree, parse


def text_of(tree: object) -> str:
    """`a && (b || !c)`; a name inside the tree may itself be a text."""
    return _said(tree, top=True)


def parsed(text: str) -> Tree | None:
    """The tree of a text; None where it cannot be read."""
    try:
        return parse(text)
    except ExpressionInvalid:
        return None


def names_in(tree: object) -> Iterator[str]:
    """Every name, as often as it stands there."""
    if isinstance(tree, str):
        inner = parsed(tree)
        if inner is None or isinstance(inner, str):
            yield tree
        else:
            yield from names_in(inner)
        return
    for part in _parts(tree):
        yield from names_in(part)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with other names in it; a text that cannot be read stays as it is."""
    tree = parsed(text)
    if tree is None or not set(names_in(tree)) & set(names):
        return text
    return text_of(_renamed(tree, names))


def without(text: str, name: str) -> str:
    """The text without one name; what joined it to others goes with it."""
    tree = parsed(text)
    if tree is None or name not in set(names_in(tree)):
        return text
    left = _without(tree, name)
    return "" if left is None else text_of(left)


def joined(text: str, name: str) -> str:
    """The text, and *name* too."""
    tree = parsed(text)
    if not text.strip() or tree is None:
        return text.strip() or name
    return f"{_said(tree, top=False, tight=True) if _joins_any(tree) else text.strip()} && {name}"


def _said(tree: object, *, top: bool = False, tight: bool = False) -> str:
    if isinstance(tree, str):
        inner = parsed(tree)
        return tree if inner is None or isinstance(inner, str) else _said(inner, top=top, tight=tight)
    if not isinstance(tree, Mapping):
        return str(tree)
    if "not" in tree:
        return f"!{_said(tree['not'], tight=True)}"
    if "at_least" in tree:
        return f"{tree['at_least']} of ({', '.join(_said(part, top=True) for part in _listed(tree.get('of')))})"
    for key, sign in (("all", " && "), ("any", " || ")):
        if key in tree:
            parts = _listed(tree[key])
            said = sign.join(_said(part, tight=True) for part in parts)
            return said if top or len(parts) == 1 or not tight else f"({said})"
    return str(dict(tree))


def _joins_any(tree: object) -> bool:
    return isinstance(tree, Mapping) and "any" in tree


def _parts(tree: object) -> Sequence[object]:
    if not isinstance(tree, Mapping):
        return ()
    if "not" in tree:
        return (tree["not"],)
    return _listed(tree.get("all", tree.get("any", tree.get("of"))))


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _renamed(tree: object, names: Mapping[str, str]) -> object:
    if isinstance(tree, str):
        return names.get(tree, tree)
    if not isinstance(tree, Mapping):
        return tree
    return {
        key: [_renamed(part, names) for part in value] if isinstance(value, list) else _renamed(value, names)
        for key, value in tree.items()
    }


def _without(tree: object, name: str) -> object | None:
    if isinstance(tree, str):
        return None if tree == name else tree
    if not isinstance(tree, Mapping):
        return tree
    if "not" in tree:
        inner = _without(tree["not"], name)
        return None if inner is None else {"not": inner}
    key = next(key for key in ("all", "any", "of") if key in tree)
    left = [part for one in _listed(tree[key]) if (part := _without(one, name)) is not None]
    if key == "of":
        needed = min(int(tree["at_least"]), len(left))
        return {"at_least": needed, "of": left} if left else None
    return {key: left} if len(left) > 1 else left[0] if left else None
