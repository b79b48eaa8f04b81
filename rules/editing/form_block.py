"""The scorecards among the files of a rulebook: found, written, added, taken out; nothing else of a file changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.editing.yaml_patch import patched
from rules.editing.yaml_writer import mapping
from rules.yaml_text import read

RawForm = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormHome:
    """One form as it is written: its file, its place in the list there, and what stands there."""

    file: str
    number: int
    raw: RawForm

    @property
    def id(self) -> str:
        return str(self.raw.get("id") or "")


def forms_in(files: Mapping[str, str]) -> tuple[FormHome, ...]:
    """Every form, in the order of the files.

    Raises:
        YamlRefused: a file is no YAML.
    """
    return tuple(
        FormHome(file, number, raw)
        for file in sorted(files)
        for number, raw in enumerate(_listed(files[file], file))
        if isinstance(raw, dict)
    )


def with_form(files: Mapping[str, str], home: FormHome, raw: RawForm) -> dict[str, str]:
    """The files with *raw* in place of what stood at *home*; lines that say the same stay as they are."""
    listed: list[Any] = list(_listed(files[home.file], home.file))
    listed[home.number] = dict(raw)
    return {**files, home.file: _saying(files[home.file], listed)}


def with_new_form(files: Mapping[str, str], raw: RawForm) -> dict[str, str]:
    """The files with a further form, in a file of its own."""
    name = next(name for name in _names(str(raw["id"])) if name not in files)
    return {**files, name: f"scorecards:\n  - {mapping(raw, 4)}\n"}


def without_form(files: Mapping[str, str], home: FormHome) -> dict[str, str]:
    """The files without a form; a file in which nothing else stands goes too."""
    listed = [raw for number, raw in enumerate(_listed(files[home.file], home.file)) if number != home.number]
    top = read(files[home.file]).value
    if not listed and isinstance(top, dict) and set(top) == {"scorecards"}:
        return {file: text for file, text in files.items() if file != home.file}
    return {**files, home.file: _saying(files[home.file], listed)}


def _saying(text: str, listed: list[Any]) -> str:
    top = read(text).value
    assert isinstance(top, dict)
    return patched(text, {**top, "scorecards": listed})


def _listed(text: str, file: str) -> tuple[Any, ...]:
    # Most files of a rulebook hold rules alone, and reading them all would take longer than the page that asks.
    top = read(text).value if file.lower().endswith((".yaml", ".yml")) and "scorecards" in text else None
    listed = top.get("scorecards") if isinstance(top, dict) else None
    return tuple(listed) if isinstance(listed, list) else ()


def _names(form_id: str) -> Iterator[str]:
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in form_id)
    yield f"form-{kept}.yaml"
    yield from (f"form-{kept}-{more}.yaml" for more in range(2, 10_000))
