"""Viewing of incidents: which one a page shows, and who else looks at that."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from uuid import UUID

import structlog

from command_center.auth.model import Actor
from command_center.base.away import REDIS_AWAY
from command_center.incidents.presence import Looker, Presence
from command_center.web.events.listener import Listener

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks at who else is there: what two processes may differ for."""


class ViewedIncident:
    """What one page shows."""

    def __init__(self) -> None:
        self.incident: UUID | None = None
        self._turned = asyncio.Event()

    def turned(self) -> None:
        """It shows another incident, or none, and that has been told."""
        self._turned.set()

    async def wait(self) -> None:
        """Until the page turns; while it shows an incident, until it is time to look again."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._turned.wait(), LOOK_EVERY if self.incident else None)
        self._turned.clear()


async def show_incident(
    gaze: ViewedIncident, incident: UUID | None, page: str, presence: Presence, actor: Actor
) -> None:
    """The page says where it is now. Raises RedisError."""
    who = Looker(actor.id, actor.display_name, actor.role)
    before = gaze.incident
    if before is not None and before != incident:
        await presence.leave(before, page, who)
    # Noted first: a page that goes while this is being told is taken back from where it was going.
    gaze.incident = incident
    if incident is not None:
        await presence.look(incident, page, who)
    if before != incident:
        gaze.turned()


async def show_lookers(listener: Listener, presence: Presence, gaze: ViewedIncident) -> None:
    """Tell the page who looks at what it shows, and whenever that changes; ends only with the socket."""
    told: tuple[UUID, list[Looker]] | None = None
    while True:
        await gaze.wait()
        incident = gaze.incident
        if incident is None:
            told = None
            continue
        try:
            present = await presence.present(incident)
        except REDIS_AWAY as error:
            log.warning("presence_unknown", error=type(error).__name__)
            continue
        if told != (incident, present):
            told = (incident, present)
            listener.put_text(_message(incident, present))


def _message(incident: UUID, present: list[Looker]) -> str:
    people = [{"id": str(one.id), "display_name": one.name, "role": one.role.value} for one in present]
    return json.dumps({"type": "looking", "incident_id": str(incident), "people": people}, ensure_ascii=False)
