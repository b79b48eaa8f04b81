"""What rules and word lists say twice."""

from collections.abc import Iterable, Iterator, Mapping

from rules.lint.remark import Grade, Said
from rules.rulebook import Rule
from rules.text.normalise import normalise


def in_two_lists(lists: Mapping[str, tuple[str, ...]]) -> Iterator[Said]:
    """Words that stand in more than one list."""
    homes: dict[str, list[str]] = {}
    for name, words in lists.items():
        for text in {normalise(word).text for word in words}:
            homes.setdefault(text, []).append(name)
    for text, names in sorted(homes.items()):
        if len(names) > 1:
            yield Grade.WARNING, f"{text!r} is in {' and '.join(names)}"


def same_trigger(rules: Iterable[Rule]) -> Iterator[Said]:
    """Rules that ask for exactly the same."""
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.when is None:
            continue
        parts = {"conditions", "when", "prerequisite", "effective"}
        key = f"{rule.effect.on}{rule.model_dump_json(include=parts, by_alias=True)}"
        if key in seen:
            yield Grade.WARNING, f"{rule.id} has the same trigger as {seen[key]}: the agent pays twice"
        seen.setdefault(key, rule.id)
