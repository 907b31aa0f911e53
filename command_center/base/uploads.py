"""Bodies that are files: read as they come, and given up as soon as they are too large."""

from __future__ import annotations

from starlette.requests import Request

from command_center.base.errors import CentreError, Invalid
from common.text import FieldWords


async def read_body(request: Request, limit: int, too_large: CentreError) -> bytes:
    """The whole body, ``limit`` bytes at most. Raises ``too_large``, and Invalid for an empty one."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise too_large
        parts.append(part)
    if size == 0:
        raise Invalid(fields={"body": FieldWords(zh="内容为空", en="is empty")})
    return b"".join(parts)
