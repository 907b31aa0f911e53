"""Refusals in the description of the HTTP interface: which answers other than success a route gives, and their shape.

What follows from a route's guard and shape is added to the description of all routes at once; a route itself names
only what is its own, by ``refusals(…)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from command_center.web.guards import Rule

Description = dict[str, Any]

SHAPE = "ApiError"
OF_THE_FRAMEWORK = ("HTTPValidationError", "ValidationError")
"""Shapes that FastAPI declares for wrong input; the centre answers in its own."""
WORDS = {"$ref": "#/components/schemas/TextReply"}
API_ERROR: Description = {
    "type": "object",
    "description": "A refusal: a stable code, words in both languages, what is wrong by field, and facts for programs.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string"},
                "message": WORDS,
                "fields": {"type": "object", "additionalProperties": WORDS},
                "facts": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            "required": ["code", "message"],
            "additionalProperties": False,
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}
ANY = (400, 408, 413, 421, 500, 503)
"""Before a route is asked: broken off, too slow, too large, under a foreign name; and when the centre cannot."""
BYTES = {"type": "string", "format": "binary"}
RETRY_AFTER = {"Retry-After": {"description": "Seconds", "required": True, "schema": {"type": "string"}}}
Responses = dict[int | str, dict[str, Any]]


def refusals(*statuses: int) -> Responses:
    """For ``responses`` of a route: answers of its own besides those that its guard and its shape say."""
    return {status: _answer(status) for status in statuses}


def file_of(media_type: str, *, ranges: bool = False) -> Responses:
    """For ``responses`` of a route that answers with a file; ``ranges`` where it gives parts of it too."""
    shape = {"type": "object"} if media_type.endswith("json") else BYTES
    whole = {media_type: {"schema": shape}}
    parts = whole | {"multipart/byteranges": {"schema": BYTES}}
    more: Responses = {206: {"content": parts}, 416: {"description": "No such range"}} if ranges else {}
    return {200: {"content": whole}, **more}


def body_of(media_type: str) -> Description:
    """For ``openapi_extra`` of a route that reads its body itself: the body is a file."""
    return {"requestBody": {"required": True, "content": {media_type: {"schema": BYTES}}}}


def with_refusals(description: Description, table: Mapping[tuple[str, str], Rule]) -> Description:
    """The description with every answer that the guards (``table``) and the shapes of the routes allow."""
    components = description["components"]
    schemas = {name: shape for name, shape in components["schemas"].items() if name not in OF_THE_FRAMEWORK}
    paths = {
        path: {method: _operation(method, path, one, table) for method, one in operations.items()}
        for path, operations in description["paths"].items()
    }
    return {**description, "paths": paths, "components": {**components, "schemas": {**schemas, SHAPE: API_ERROR}}}


def _operation(method: str, path: str, one: Description, table: Mapping[tuple[str, str], Rule]) -> Description:
    follow = _following(method, path, one, table[method.upper(), path])
    told = {status: answer for status, answer in one["responses"].items() if status != "422"}
    added = {str(status): _answer(status) for status in follow if str(status) not in told}
    return {**one, "responses": dict(sorted((told | added).items()))}


def _following(method: str, path: str, one: Description, rule: Rule) -> Iterable[int]:
    yield from ANY
    if rule.roles:
        yield from (401, 403)
    if "{" in path or "requestBody" in one:
        yield 404
    if "requestBody" in one or "parameters" in one:
        yield 422
    if method != "get":
        yield 409


def _answer(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{SHAPE}"}}},
    }
    return {**told, "headers": RETRY_AFTER} if status == HTTPStatus.TOO_MANY_REQUESTS else told
