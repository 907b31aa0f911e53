"""Rule of what a responder sees: the incidents in which they have a task, and the cameras at the hotspots of those that
are not over. Every other role sees all."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.auth.model import Actor, Role
from command_center.base.db import Database
from command_center.base.errors import Forbidden
from command_center.cameras.repository import by_hotspot
from command_center.incidents import repository as incidents
from command_center.incidents.errors import incident_missing
from command_center.incidents.model import ACTIVE
from command_center.plans.model import Units
from command_center.tasks import repository
from command_center.tasks.model import Task


class OtherCamera(Forbidden):
    code, zh, en = "other_camera", "只能查看本人在办事件所在区域的摄像机", "This camera is not at one of your incidents"


@dataclass(frozen=True, slots=True)
class Visibility:
    """Asked by every list, socket and file that a responder can reach."""

    database: Database
    units: Units
    realm: str = LIVE_REALM

    def own(self, actor: Actor, task: Task) -> bool:
        """Whether a task is shown: to a responder only their own."""
        return not _restricted(actor) or task.belongs_to(str(actor.id), self.units.of_person(actor.username))

    def incidents(self, actor: Actor) -> sa.ColumnElement[bool] | None:
        """The condition on the incidents that are shown; None where all are."""
        if not _restricted(actor):
            return None
        own = repository.incidents_of(self.realm, str(actor.id), self.units.of_person(actor.username))
        return incidents.incident.c.id.in_(own)

    async def incident(self, connection: AsyncConnection, actor: Actor, incident_id: UUID) -> None:
        """Raises NotFound for an incident that is not shown, as for one that does not exist."""
        shown = self.incidents(actor)
        if shown is None:
            return
        found, _ = await incidents.search(connection, self.realm, [incidents.incident.c.id == incident_id, shown], 0, 1)
        if not found:
            raise incident_missing()

    async def camera_ids(self, actor: Actor | None) -> frozenset[str] | None:
        """The cameras that are shown; None where all are, as to the centre itself."""
        shown = self.incidents(actor) if actor else None
        if shown is None:
            return None
        table = incidents.incident.c
        active = [str(state) for state in ACTIVE]
        query = sa.select(table.hotspot).where(table.realm == self.realm, table.state.in_(active), shown)
        async with self.database.read() as connection:
            hotspots = (await connection.scalars(query)).all()
            cameras = await by_hotspot(connection)
        return frozenset(camera for hotspot in hotspots if hotspot for camera in cameras.get(hotspot, ()))

    async def camera(self, actor: Actor, camera_id: str) -> None:
        """Raises Forbidden for a camera that is not shown."""
        shown = await self.camera_ids(actor)
        if shown is not None and camera_id not in shown:
            raise OtherCamera


def _restricted(actor: Actor) -> bool:
    return actor.role is Role.RESPONDER
