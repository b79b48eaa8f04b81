"""Write docs/settings.md from the settings themselves.

python -m tools.settings_docs            write the page
python -m tools.settings_docs --check    say whether it is the one that would be written
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from engine.settings import DEFAULT_DATA_DIR, Settings

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"

_HEAD = """\
# Settings

This page is made from `engine/settings.py` by `make docs`; a test compares the two.

A value comes from the environment, else from the TOML file, else it is the default below. The file is `callqc.toml` in
the folder where the command is started, or the one that `CALLQC_CONFIG` names. In the environment every name begins
with `CALLQC_`, and two underscores go one level down: `CALLQC_WEB__PORT=8700`. In the file the same is

```toml
[web]
port = 8700
```

An unknown name is refused at the start. `callqc settings` prints the effective values and where each came from; secrets
are masked.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_sections(Settings, "")]).rstrip() + "\n"


def variables(model: type[BaseModel] = Settings, prefix: str = "CALLQC_") -> Iterator[str]:
    """The environment variable of every setting."""
    for name, field in model.model_fields.items():
        inner = _model_of(field)
        if inner is None:
            yield f"{prefix}{name}".upper()
        else:
            yield from variables(inner, f"{prefix}{name}__")


def _sections(model: type[BaseModel], path: str) -> Iterator[str]:
    plain = {name: field for name, field in model.model_fields.items() if _model_of(field) is None}
    if plain:
        yield "| setting | environment | default | what it is |"
        yield "|---|---|---|---|"
        for name, field in plain.items():
            variable = f"CALLQC_{path}{name}".replace(".", "__").upper()
            yield f"| `{path}{name}` | `{variable}` | {_default(field)} | {_told(field)} |"
        yield ""
    for name, field in model.model_fields.items():
        inner = _model_of(field)
        if inner is not None:
            yield f"## `{path}{name}`"
            yield ""
            yield field.description or ""
            yield ""
            yield from _sections(inner, f"{path}{name}.")


def _model_of(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _default(field: FieldInfo) -> str:
    value: Any = field.get_default(call_default_factory=True)
    if value is PydanticUndefined:
        return "must be given"
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, SecretStr):
        return "secret"
    if value == DEFAULT_DATA_DIR:
        return "`$XDG_DATA_HOME/callqc`, else `~/.local/share/callqc`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _told(field: FieldInfo) -> str:
    limits = [text for rule in field.metadata if (text := _limit(rule))]
    told = (field.description or "").replace("|", "\\|")
    return f"{told} ({', '.join(limits)})" if limits else told


def _limit(rule: object) -> str:
    match rule:
        case Ge():
            return f"at least {rule.ge}"
        case Gt():
            return f"more than {rule.gt}"
        case Le():
            return f"at most {rule.le}"
        case Lt():
            return f"less than {rule.lt}"
    return ""


def main() -> int:
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    print(f"docs/settings.md: {len(list(variables()))} settings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
