"""Imported rules as the YAML files of a rulebook, with the original beside them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from rules.importers.aliyun.result import Imported, ImportedRule
from rules.yaml_text import YamlRefused, read

FILE_BYTES = 1 << 20  # well below what a rule file may have
ORIGINAL = "original.json"


def rulebook_files(imported: Imported, *, name: str, title: str) -> dict[str, str]:
    """Texts by file name: `rulebook.yaml`, as many `rules-….yaml` as are needed, and the document as it was."""
    header = {"rulebook": {"name": name, "title": title, "language": "zh"}}
    files = {"rulebook.yaml": _yaml(header)}
    for number, rules in enumerate(_chunks(imported.rules), start=1):
        files[f"rules-{number:03}.yaml"] = "rules:\n" + "".join(rules)
    return files | {ORIGINAL: imported.document}


def _chunks(rules: tuple[ImportedRule, ...]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for rule in rules:
        text = _written(rule)
        length = len(text.encode())
        if chunk and size + length > FILE_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(text)
        size += length
    if chunk:
        yield chunk


# Characters that YAML takes for the end of a line and JSON does not.
_LINE_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


def _written(rule: ImportedRule) -> str:
    """One item of the list; the original as JSON text where YAML would not give it back as it was."""
    text = _yaml([rule.written])
    try:
        if read(text).value == [rule.written]:
            return text
    except YamlRefused:
        pass
    origin = json.dumps(rule.written.get("origin"), ensure_ascii=False).translate(_LINE_BREAKS)
    return _yaml([{**rule.written, "origin": origin}])


class _Plain(yaml.SafeDumper):
    """Without anchors and aliases, which rule files do not use."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(value: Mapping[str, Any] | list[Any]) -> str:
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
