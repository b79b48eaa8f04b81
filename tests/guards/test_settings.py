"""Every setting is described, documented and refused when it is misspelt."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from engine.settings import Settings
from tools.settings_docs import PAGE, page, variables


def _fields(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield f"{path}{name}", field
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, f"{path}{name}.")


@pytest.mark.parametrize(
    ("name", "field"), list(_fields(Settings)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_setting_is_described_in_a_sentence(name: str, field: FieldInfo):
    assert field.description, name
    assert field.description.endswith("."), name


def test_the_page_is_the_one_that_would_be_written():
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_setting_is_on_the_page():
    text = PAGE.read_text(encoding="utf-8")

    assert [name for name in variables() if f"`{name}`" not in text] == []


def test_a_misspelt_setting_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLQC_WEB__PROT", "8700")

    with pytest.raises(ValidationError, match="prot"):
        Settings()
