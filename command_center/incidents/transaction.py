"""Transaction of every use case around an incident; it locks the incident's row first."""

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
    """An incident whose row is locked until the transaction ends; valid inside the ``turn`` that made it."""

    connection: AsyncConnection
    """The open transaction."""
    incident: Incident
    """As it stood when it was locked; nobody else can change it meanwhile."""
    who: Who
    """Who acts."""
    now: datetime
    """The moment of every change of this transaction, aware UTC."""


@dataclass(frozen=True, slots=True)
class IncidentTransactions:
    """Opens the transactions of the use cases of one realm, and holds what they depend on.

    Locks are taken in one order: incident, then task, and the realm's transitions last (``chain.repository.append``).
    """

    database: Database
    clock: Clock
    new_id: NewId
    realm: str = LIVE_REALM

    @asynccontextmanager
    async def turn(self, incident_id: UUID, actor: Actor, *, active: bool = True) -> AsyncIterator[LockedIncident]:
        """A transaction with this incident locked, committed at the end of the block, rolled back by an exception.

        Args:
            incident_id: Of the realm.
            actor: Who acts; the caller has checked the role.
            active: Refuse an incident that is over.

        Raises:
            NotFound: there is no such incident.
            OverError: it is over, and ``active`` is set.
        """
        async with self.database.transaction() as connection:
            incident = await repository.lock_one(connection, self.realm, incident_id)
            if incident is None:
                raise incident_missing()
            if active and not incident.is_active:
                raise OverError(incident.state)
            yield LockedIncident(connection, incident, person_of(actor), self.clock.now())
