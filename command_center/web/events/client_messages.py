"""Messages of a page on its events socket: whether its sound works, notices it has shown, the incident it shows."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

import structlog
from pydantic import Field, TypeAdapter, ValidationError
from starlette.websockets import WebSocket

from command_center.auth.model import Actor
from command_center.base.away import REDIS_AWAY, SERVER_AWAY
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import NotFound
from command_center.base.schemas import Body
from command_center.duty import repository as duty
from command_center.duty.consoles import Console, Consoles
from command_center.incidents.presence import Presence
from command_center.notifications import repository
from command_center.notifications.model import IN_APP
from command_center.tasks.visibility import Visibility
from command_center.web.events.listener import Listener
from command_center.web.events.payload import notice_payload
from command_center.web.events.viewing import ViewedIncident, show_incident

log = structlog.get_logger(__name__)

INBOX = timedelta(hours=24)
"""What nobody saw for a day is in the lists, not in the inbox."""


class ConsoleReport(Body):
    """Every 10 s, and when it changes."""

    type: Literal["console"]
    sound: Literal["on", "muted", "blocked"]
    visible: bool


class ReceivedReport(Body):
    """Notices that the page has shown, or sounded."""

    type: Literal["received"]
    ids: list[UUID] = Field(max_length=500)


class LookingReport(Body):
    """Every 10 s, and when it changes: the incident whose page is shown; None when there is none."""

    type: Literal["looking"]
    incident_id: UUID | None


PageReport = ConsoleReport | ReceivedReport | LookingReport
REPORT: TypeAdapter[PageReport] = TypeAdapter(Annotated[PageReport, Field(discriminator="type")])


@dataclass(frozen=True, slots=True)
class PageReports:
    """What pages say, taken; and what a page that comes has not seen."""

    database: Database
    clock: Clock
    consoles: Consoles
    presence: Presence
    visibility: Visibility

    async def follow(self, websocket: WebSocket, actor: Actor | None, gaze: ViewedIncident) -> None:
        """Take what the page says until it goes: ends with WebSocketDisconnect. The centre's own client is silent."""
        console = secrets.token_hex(8)
        try:
            while True:
                text = await websocket.receive_text()
                if actor is not None:
                    await self._take(text, console, actor, gaze)
        finally:
            with suppress(*REDIS_AWAY):
                await self.consoles.leave(console)
                if actor is not None:
                    await show_incident(gaze, None, console, self.presence, actor)

    async def _take(self, text: str, console: str, actor: Actor, gaze: ViewedIncident) -> None:
        """A server that is away costs the report, never the socket: the page says it again."""
        try:
            report = REPORT.validate_json(text)
        except ValidationError:
            log.info("page_report_unreadable", account=actor.username)
            return
        now = self.clock.now()
        try:
            if isinstance(report, ReceivedReport):
                async with self.database.transaction() as connection:
                    await repository.receive(connection, actor.id, report.ids, now)
                return
            if isinstance(report, LookingReport):
                await self._look(report.incident_id, console, actor, gaze)
                return
            async with self.database.read() as connection:
                on_duty = await duty.stands(connection, actor.id, actor.role)
            page = Console(console, actor.id, actor.display_name, actor.role, report.sound, report.visible, now)
            await self.consoles.report(page, on_duty=on_duty)
        except NotFound:
            log.info("page_shows_what_it_may_not", account=actor.username)
        except SERVER_AWAY as error:
            log.warning("page_report_lost", error=type(error).__name__)

    async def _look(self, incident: UUID | None, console: str, actor: Actor, gaze: ViewedIncident) -> None:
        """Raises NotFound for an incident that is not shown to this person."""
        if incident is not None:
            async with self.database.read() as connection:
                await self.visibility.incident(connection, actor, incident)
        await show_incident(gaze, incident, console, self.presence, actor)

    async def show_unseen(self, listener: Listener, actor: Actor) -> None:
        """What came while none of the person's pages was open, then nothing more; ends only with the socket."""
        since = self.clock.now() - INBOX
        async with self.database.read() as connection:
            waiting = await repository.unseen(connection, listener.realm, actor.id, since)
        for letter in waiting:
            listener.put(notice_payload(IN_APP, letter))
        await listener.overrun()
