"""Schemas of the HTTP interface as OpenAPI, for the types of the page: ``python tools/write_openapi.py FILE``.

Schemas are named as the page names them: ``AlertReply`` is its ``Alert``, ``Page_AlertReply_`` its ``PageOfAlert``. No
server is needed.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from camera_adapters.messages import ViewNote
from command_center.app import ROUTERS, every_route
from command_center.web.access import access_table
from command_center.web.refusals import with_refusals
from command_center.web.views.notifications import NoticeReply

Schema = dict[str, Any]
BY_SOCKET = (NoticeReply, ViewNote)
"""What goes by WebSocket alone, of which OpenAPI knows nothing."""


def description() -> Schema:
    """Schemas of all routes by the page's names. Raises ValueError when two that differ would have one name."""
    app = FastAPI(title="Command centre", version="1")
    for router in ROUTERS:
        app.include_router(router)
    _, told = models_json_schema(
        [(model, "serialization") for model in BY_SOCKET], ref_template="#/components/schemas/{model}"
    )
    schemas = told["$defs"] | with_refusals(app.openapi(), access_table(every_route()))["components"]["schemas"]
    text = json.dumps(schemas, ensure_ascii=False, sort_keys=True)
    text = re.sub(r"(#/components/schemas/)([\w.-]+)", lambda ref: ref[1] + page_name(ref[2]), text)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Command centre", "version": "1"},
        "paths": {},
        "components": {"schemas": renamed(json.loads(text))},
    }


def renamed(schemas: Schema) -> Schema:
    """Schemas by the page's names. What is sent and what is answered may share a name where both have one shape."""
    named: Schema = {}
    for schema, shape in sorted(schemas.items(), key=lambda each: each[0].endswith("Reply")):
        name = page_name(schema)
        if name in named and properties(named[name]) != properties(shape):
            raise ValueError(f"{schema} and another schema would both be called {name}, and differ")
        named[name] = untitled(shape)
    return dict(sorted(named.items()))


def untitled(shape: Schema) -> Schema:
    """A schema without the titles that repeat its names."""
    inner = {name: {key: value for key, value in each.items() if key != "title"} for name, each in _members(shape)}
    plain = {key: value for key, value in shape.items() if key != "title"}
    return {**plain, "properties": inner} if inner else plain


def properties(shape: Schema) -> Schema:
    """Names of the properties with their types, without bounds and words."""
    return {name: each.get("type", each.get("$ref")) for name, each in _members(shape)}


def page_name(schema: str) -> str:
    """What the page calls a schema of the centre."""
    page = re.fullmatch(r"Page_(\w+?)_", schema)
    return (
        f"PageOf{page_name(page[1])}" if page else schema.removesuffix("Reply").removesuffix("-Output").replace("-", "")
    )


def _members(shape: Schema) -> list[tuple[str, Schema]]:
    return list(shape.get("properties", {}).items())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(description(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
