"""Requests made from the centre's own OpenAPI: of each operation the smallest body and the parameters it must have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

Schema = Mapping[str, Any]


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(hours=1)).isoformat()


TEXTS: Mapping[str, Callable[[], str]] = {
    "uuid": lambda: str(uuid4()),
    "date": lambda: "2026-12-01",
    "date-time": _soon,
}


class Operations:
    """What the document says of each method and path."""

    def __init__(self, document: Schema) -> None:
        self._document = document

    def body(self, method: str, path: str) -> Any:
        """The smallest JSON body that is taken; None where none is."""
        content = self._operation(method, path).get("requestBody", {}).get("content", {})
        return self.smallest(content["application/json"]["schema"]) if "application/json" in content else None

    def query(self, method: str, path: str) -> dict[str, Any]:
        """The parameters behind the path that must be given."""
        asked = (one for one in self._operation(method, path).get("parameters", ()) if one["in"] == "query")
        return {one["name"]: self.smallest(one["schema"]) for one in asked if one.get("required")}

    def smallest(self, schema: Schema) -> Any:
        """A value with what the schema requires and nothing else."""
        if "$ref" in schema:
            return self.smallest(self._document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
        for chosen in ("const", "default"):
            if chosen in schema:
                return schema[chosen]
        if "enum" in schema:
            return schema["enum"][0]
        if "anyOf" in schema or "oneOf" in schema:
            return self.smallest(next(iter(schema.get("anyOf") or schema["oneOf"])))
        return self._of_type(schema)

    def _of_type(self, schema: Schema) -> Any:
        match schema.get("type"):
            case "object" | None:
                needed = schema.get("required", ())
                return {name: self.smallest(schema["properties"][name]) for name in needed}
            case "array":
                return [self.smallest(schema["items"])] * schema.get("minItems", 0)
            case "string":
                return TEXTS.get(schema.get("format", ""), lambda: "x" * max(schema.get("minLength", 1), 1))()
            case "boolean":
                return False
            case _:
                return schema.get("minimum", 1)

    def _operation(self, method: str, path: str) -> Schema:
        found: Schema = self._document["paths"][path][method.lower()]
        return found
