"""The JSON Schema of rule files, for editors that check and complete while one types."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema

from rules.rulebook import RulebookFile

SCHEMA_ID = "rulebook.schema.json"


class _Generator(GenerateJsonSchema):
    """Pydantic's own, with the dialect named and the texts for people kept short."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        made = super().generate(schema, mode)
        return {"$schema": self.schema_dialect, "$id": SCHEMA_ID, **made}


def rulebook_schema() -> dict[str, Any]:
    """The schema of one file of a rulebook; the same every time."""
    schema = RulebookFile.model_json_schema(schema_generator=_Generator)
    for definition in (schema, *schema.get("$defs", {}).values()):
        definition["description"] = str(definition.get("description", "")).split("\n\n")[0]
    schema["type"] = [schema["type"], "null"]  # a file of comments alone is one too
    return schema
