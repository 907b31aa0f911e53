"""Bodies that are files: read as they come, and given up as soon as they are too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from starlette.requests import Request

from command_center.base.errors import CentreError, Invalid, TooMany
from common.text import FieldWords

MOST_HELD = 200 * 1024 * 1024
"""Bytes of files that are on their way in, of all people together: eight of the largest, or some sixty photos."""
RETRY_AFTER = timedelta(seconds=5)


class UploadMemory:
    """Bytes of uploads that this process holds in memory; a part that comes above the bound ends its upload."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self._most = most
        self._held = 0

    @contextmanager
    def share(self) -> Iterator[Callable[[int], None]]:
        """Of one upload: tell it the bytes of each part. It raises TooMany; all of them are free again afterwards."""
        taken = 0

        def take(size: int) -> None:
            nonlocal taken
            if self._held + size > self._most:
                raise TooMany("busy", retry_after=RETRY_AFTER)
            self._held += size
            taken += size

        try:
            yield take
        finally:
            self._held -= taken


async def read_body(
    request: Request, limit: int, too_large: CentreError, take: Callable[[int], None] | None = None
) -> bytes:
    """The whole body, ``limit`` bytes at most. Raises ``too_large``, Invalid for an empty one, and what ``take``, which
    is told the bytes of each part, raises."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise too_large
        if take is not None:
            take(len(part))
        parts.append(part)
    if size == 0:
        raise Invalid(fields={"body": FieldWords(zh="内容为空", en="is empty")})
    return b"".join(parts)
