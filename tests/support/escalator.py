"""A process that calls people, by the product's own loops, with a clock that the test turns: to be killed.

    python -m tests.support.escalator CLOCK_FILE

Settings come from the environment like a centre's. The file holds the time, as ISO 8601.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from command_center.base.settings import load_settings
from command_center.jobs import escalation, notification_delivery
from command_center.web.container import build_container
from command_center.web.wiring import wired


class FileClock:
    """Whoever writes the file sets the time of everybody who reads it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text())

    def turn(self, moment: datetime) -> None:
        """Set the time: at once, for readers never see half a file."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(moment.isoformat())
        fresh.replace(self._path)


async def main() -> None:
    container = build_container(load_settings(), clock=FileClock(Path(sys.argv[1])))
    async with asyncio.TaskGroup() as group:
        group.create_task(wired(escalation.run)(container))
        group.create_task(wired(notification_delivery.run)(container))


if __name__ == "__main__":
    asyncio.run(main())
