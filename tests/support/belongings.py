"""Belongings: of every kind of object one that is a person's own and one that is another's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from camera_adapters.messages import CameraSpec
from command_center.auth.model import Role
from command_center.base.clock import SystemClock
from command_center.cameras.service import import_cameras
from command_center.web.container import Container
from command_center.web.guards import COOKIE
from command_center.web.ownership import Kind
from tests.conftest import Client, MakeClient, session_token
from tests.support.alerts import JPEG, Episode, arrival, ingest_of
from tests.support.incidents import Crew, gather_crew

CAMERAS = {"north-slope": "wuyun-mountain", "gate": "river"}
"""A camera at the place of the own incident, and one at the place of the other."""
BOX = {"x": 0.4, "y": 0.4, "w": 0.1, "h": 0.1}
ASKER, STRANGER = "asker", "stranger"


def camera(name: str, hotspot: str) -> CameraSpec:
    return CameraSpec.model_validate(
        {
            "id": name,
            "name": {"zh": name, "en": name},
            "hotspot": hotspot,
            "position": {"lon": 113.3, "lat": 34.8},
            "main": "rtsp://10.0.0.1/main",
        }
    )


@dataclass
class World:
    """Everybody who makes things, and the person who asks for them."""

    container: Container
    client: MakeClient
    crew: Crew
    admin: Client
    role: Role
    asker: Client
    stranger: Client

    def belongings(self, *, own: bool) -> Belongings:
        """Nothing yet, of the person who asks or of another."""
        return Belongings(self, own, self.asker if own else self.stranger, list(CAMERAS)[0 if own else 1])

    async def sign_in_again(self) -> None:
        """After a change of an account, which may end its sessions."""
        for page, role, name in ((self.asker, self.role, ASKER), (self.stranger, Role.RESPONDER, STRANGER)):
            page.cookies.set(COOKIE, await session_token(self.container, role, name))


class Belongings:
    """One object of each kind, made when it is first asked for.

    A responder's task makes an incident with its files and cameras theirs; an account is its owner's, and so are its
    sessions. What belongs to nobody in particular is simply one of two.
    """

    def __init__(self, world: World, own: bool, owner: Client, camera_id: str) -> None:
        self._world = world
        self._own = own
        self._owner = owner
        self._camera = camera_id
        self._made: dict[str, str] = {}
        self._makers: Mapping[str, Callable[[], Awaitable[str]]] = {
            Kind.ACCOUNT: self._account,
            Kind.ALERT: self._alert,
            Kind.ATTACHMENT: self._attachment,
            Kind.CAMERA: self._shown_camera,
            Kind.DELIVERY: self._delivery,
            Kind.INCIDENT: self._incident_with_task,
            Kind.REPORT: self._report,
            Kind.SESSION: self._session,
            Kind.SHELF_PLAN: self._shelf_plan,
            Kind.STATION: self._station,
            Kind.TASK: self._task,
            "number": self._change,
            "token": self._trial,
            "probe_token": self._probe,
        }
        self._fixed = {Kind.CHANNEL: "in_app", Kind.DUTY_POST: "duty_officer" if own else "commander"}

    async def get(self, what: str) -> str:
        """The id of the object of this kind, or of a part of the camera; ``key`` is made by the page."""
        if what in self._fixed:
            return self._fixed[Kind(what)]
        if what == "key":
            return str(uuid4())
        if what not in self._made:
            self._made[what] = await self._makers[what]()
        return self._made[what]

    async def _alert(self) -> str:
        """With a picture, in a zone of its own, so that it joins no other."""
        message = Episode(camera_id=self._camera, zone=str(uuid4())).step(at=SystemClock().now(), box=BOX)
        (stored,) = await ingest_of(self._world.container).store([arrival(message, JPEG)])
        assert stored.raised == 1
        listed = await self._world.crew.officer.get("/api/alerts", params={"camera": self._camera, "page_size": 1})
        return str(listed.json()["items"][0]["id"])

    async def _incident(self) -> str:
        answer = await self._world.crew.officer.post(f"/api/alerts/{await self._alert()}/confirm", json={})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["incident_id"])

    async def _task(self) -> str:
        self._made["of task"] = await self._incident()
        responder = self._owner if self._world.role is Role.RESPONDER or not self._own else self._world.crew.responder
        return await self._world.crew.task_of(self._made["of task"], responder)

    async def _incident_with_task(self) -> str:
        await self.get(Kind.TASK)
        return self._made["of task"]

    async def _shown_camera(self) -> str:
        """At the place of an incident of its owner."""
        await self.get(Kind.TASK)
        return self._camera

    async def _attachment(self) -> str:
        task, incident = await self.get(Kind.TASK), await self.get(Kind.INCIDENT)
        path = f"/api/incidents/{incident}/attachments/{uuid4()}"
        answer = await self._world.crew.officer.put(path, params={"name": "a.txt", "task_id": task}, content=b"seen")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def _report(self) -> str:
        return await self._world.crew.report(await self._incident(), "first")

    async def _account(self) -> str:
        return str((await self._owner.get("/api/sessions/current")).json()["user"]["id"])

    async def _delivery(self) -> str:
        answer = await self._world.admin.post("/api/notifications/channels/in_app/test", json={})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    async def _session(self) -> str:
        """One that its owner does not ask with."""
        role, name = (self._world.role, ASKER) if self._own else (Role.RESPONDER, STRANGER)
        await self._world.client(role, name)
        sessions = (await self._owner.get("/api/sessions")).json()
        return str(next(one["id"] for one in sessions if not one["current"]))

    async def _shelf_plan(self) -> str:
        now = SystemClock().now()
        times = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=1)).isoformat()}
        body = {"zone": "yard", "reason": "works", **times}
        answer = await self._world.crew.leader.post("/api/shelf-plans", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def _station(self) -> str:
        return str((await self._world.admin.get("/api/stations")).json()[0 if self._own else 1]["id"])

    async def _change(self) -> str:
        """A mask, which leaders may take off."""
        alert = await self._alert()
        await self._world.crew.officer.post(f"/api/alerts/{alert}/dismiss", json={"reason": "false_alarm"})
        masked = await self._world.admin.post(f"/api/alerts/{alert}/mask")
        assert masked.status_code == 200, masked.text
        return str(masked.json()["number"])

    async def _trial(self) -> str:
        spec = (await self._world.admin.get(f"/api/cameras/{self._camera}/spec")).json()
        return str((await self._world.admin.post(f"/api/cameras/{self._camera}/trials", json=spec)).json()["token"])

    async def _probe(self) -> str:
        spec = (await self._world.admin.get(f"/api/cameras/{self._camera}/spec")).json()
        return str((await self._world.admin.post(f"/api/cameras/{self._camera}/probes", json=spec)).json()["token"])


async def bring_cameras(container: Container) -> None:
    """The cameras of the world, also after one was removed."""
    cameras = [camera(name, hotspot) for name, hotspot in CAMERAS.items()]
    await import_cameras(container.database, SystemClock(), cameras)
    await container.watching.cameras.refresh()


async def world_of(container: Container, client: MakeClient, role: Role) -> World:
    """A world in which somebody of this role asks."""
    await bring_cameras(container)
    crew, admin = await gather_crew(client), await client(Role.ADMIN)
    asker, stranger = await client(role, ASKER), await client(Role.RESPONDER, STRANGER)
    return World(container, client, crew, admin, role, asker, stranger)
