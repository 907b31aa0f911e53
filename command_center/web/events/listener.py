"""One page's bounded queue of messages."""

from __future__ import annotations

import asyncio
from collections import deque

from command_center.web.events.payload import PageReader, Payload

CAPACITY = 1000
"""Messages: a page that is this far behind is closed and resumes by its last number, which costs less than waiting."""


class TooSlowError(Exception):
    """The page does not read as fast as things happen."""


class Listener:
    """Filled by the hub, emptied by the page's own task. Never blocks the hub."""

    def __init__(
        self,
        realm: str,
        reader: PageReader,
        start: int,
        capacity: int = CAPACITY,
    ) -> None:
        self.realm = realm
        self.start = start
        """The number behind which every event will be put into this queue."""
        self._reader = reader
        self._capacity = capacity
        self._waiting: deque[str] = deque()
        self._filled = asyncio.Event()
        self._overrun = asyncio.Event()

    def put(self, parcel: Payload) -> None:
        """Add a message that the listener's role and person may see."""
        text = parcel.text_for(self._reader)
        if text is not None:
            self.put_text(text)

    def put_text(self, text: str) -> None:
        """Add a message for everybody."""
        if len(self._waiting) >= self._capacity:
            self._overrun.set()
            self._waiting.clear()
        if not self._overrun.is_set():
            self._waiting.append(text)
        self._filled.set()

    async def next(self) -> list[str]:
        """Wait for messages; all that have come. Raises TooSlowError once any had to be dropped."""
        await self._filled.wait()
        if self._overrun.is_set():
            raise TooSlowError
        self._filled.clear()
        messages = list(self._waiting)
        self._waiting.clear()
        return messages

    async def overrun(self) -> None:
        """Raises TooSlowError once the queue has overflowed, also while a page's network takes nothing any more."""
        await self._overrun.wait()
        raise TooSlowError
