"""Transaction of every use case around an incident: the incident's row is locked first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.auth.model import Actor, person_of
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.chain.model import Who
from command_center.incidents import repository
from command_center.incidents.errors import OverError, incident_missing
from command_center.incidents.model import Incident


@dataclass(frozen=True, slots=True)
class LockedIncident:
    """One person's turn at an incident: the open transaction, the locked row, and the moment."""

    connection: AsyncConnection
    incident: Incident
    who: Who
    now: datetime


@dataclass(frozen=True, slots=True)
class IncidentTransactions:
    """The dependencies of the use cases. Locks are taken in one order: incident, task, and the transitions last."""

    database: Database
    clock: Clock
    new_id: NewId
    realm: str = LIVE_REALM

    @asynccontextmanager
    async def turn(self, incident_id: UUID, actor: Actor, *, active: bool = True) -> AsyncIterator[LockedIncident]:
        """A turn at this incident. Raises NotFound, and OverError where only an ``active`` one can be worked on."""
        async with self.database.transaction() as connection:
            incident = await repository.lock_one(connection, self.realm, incident_id)
            if incident is None:
                raise incident_missing()
            if active and not incident.is_active:
                raise OverError(incident.state)
            yield LockedIncident(connection, incident, person_of(actor), self.clock.now())
