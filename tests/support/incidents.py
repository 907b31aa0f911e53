"""People and their moves around an incident, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from command_center.auth.model import Role
from tests.conftest import Client, MakeClient

CALL = {
    "kind": "smoke",
    "level": 3,
    "title": "五云山北坡冒烟",
    "hotspot": "wuyun-mountain",
    "position": {"lon": 113.2668, "lat": 34.7662},
    "source": {"channel": "phone", "name": "村民李某", "phone": "000 0000 0001"},
}


@dataclass
class Crew:
    """Everybody who works on an incident."""

    officer: Client
    leader: Client
    commander: Client
    responder: Client
    reviewer: Client

    async def open(self, **more: Any) -> str:
        """An incident that somebody called about; its id."""
        answer = await self.officer.post("/api/incidents", json=CALL | more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def detail(self, incident: str) -> Any:
        return (await self.officer.get(f"/api/incidents/{incident}")).json()

    async def verify(self, incident: str) -> httpx.Response:
        return await self.officer.post(f"/api/incidents/{incident}/verify", json={"how": "call_back"})

    async def task(self, incident: str, unit: str = "forest-fire-team") -> str:
        """A task for a unit; its id."""
        answer = await self.officer.post(f"/api/incidents/{incident}/tasks", json={"title": "扑火", "unit": unit})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def task_of(self, incident: str, person: Client) -> str:
        """A task for one person; its id."""
        identity = (await person.get("/api/sessions/current")).json()["user"]["id"]
        given = {"title": "警戒", "person_id": identity}
        answer = await self.officer.post(f"/api/incidents/{incident}/tasks", json=given)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def step(self, task: str, to: str, key: str | None = None, **more: Any) -> httpx.Response:
        """A step of the responder."""
        return await self.responder.post(f"/api/tasks/{task}/step", json={"key": key or str(uuid4()), "to": to, **more})

    async def finish(self, task: str) -> None:
        """Every step to the end."""
        for to in ("accepted", "en_route", "on_scene", "done"):
            answer = await self.step(task, to)
            assert answer.status_code == 200, answer.text

    async def report(self, incident: str, kind: str) -> str:
        """The id of the incident's report of this kind; a new one where it is not the first."""
        if kind == "first":
            found = (await self.detail(incident))["report_list"]
            return str(next(one["id"] for one in found if one["kind"] == "first"))
        answer = await self.officer.post(f"/api/incidents/{incident}/reports", json={"kind": kind})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def receipted(self, incident: str, kind: str) -> str:
        """A report on its whole way upward; its id."""
        report = await self.report(incident, kind)
        text = (await self.officer.get(f"/api/reports/{report}")).json()
        put = {"revision": text["revision"], "body": complete(text["body"])}
        answers = [
            await self.officer.put(f"/api/reports/{report}", json=put),
            await self.officer.post(f"/api/reports/{report}/submit"),
            await self.leader.post(f"/api/reports/{report}/sign"),
            await self.officer.post(f"/api/reports/{report}/send"),
            await self.officer.post(f"/api/reports/{report}/receipt", json={"by": "区应急局 王某"}),
        ]
        assert [answer.status_code for answer in answers] == [200] * 5, [answer.text for answer in answers]
        return report

    async def to_controlled(self, incident: str) -> None:
        """Verified, responded to with one finished task, and under control."""
        assert (await self.verify(incident)).status_code == 200
        await self.finish(await self.task(incident))
        await self.commander.post(f"/api/incidents/{incident}/respond")
        done = await self.commander.post(f"/api/incidents/{incident}/control", json={"basis": "明火已灭"})
        assert done.status_code == 200, done.text

    async def to_closed(self, incident: str) -> None:
        """Everything until it is closed."""
        await self.to_controlled(incident)
        await self.receipted(incident, "first")
        await self.receipted(incident, "final")
        done = await self.leader.post(f"/api/incidents/{incident}/close")
        assert done.status_code == 200, done.text


def complete(body: Mapping[str, str]) -> dict[str, str]:
    """The text with words in the fields about which nothing is on record."""
    return {name: said or "经核查，无。" for name, said in body.items()}


async def gather_crew(client: MakeClient) -> Crew:
    """Everybody signed in."""
    roles = (Role.DUTY_OFFICER, Role.DUTY_LEADER, Role.COMMANDER, Role.RESPONDER, Role.REVIEWER)
    return Crew(*[await client(role) for role in roles])


def error(answer: httpx.Response) -> Mapping[str, Any]:
    """What was refused, and why."""
    found: Mapping[str, Any] = answer.json()["error"]
    return found
