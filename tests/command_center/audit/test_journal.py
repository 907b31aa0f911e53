"""The journal over HTTP: sign-ins, accounts and settings, by person, act and time."""

from __future__ import annotations

import re
from typing import Any

from command_center.auth.model import Role
from tests.conftest import Client, MakeClient
from tests.support.paths import CHECKOUT

SAID = re.compile(r'(?:_note|Note|_set_token)\([^)]*?"([a-z_]+)"')
"""The act of a note, where the source writes one."""


async def rows(admin: Client, **query: Any) -> list[dict[str, Any]]:
    answer = await admin.get("/api/audit/journal", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_what_was_done_to_an_account_is_listed_with_who_did_it(client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    person = {"username": "zhang", "display_name": "张三", "role": "viewer", "password": "wuyun mountain river 1985"}
    made = await admin.post("/api/users", json=person)
    assert made.status_code == 201, made.text
    await admin.patch(f"/api/users/{made.json()['id']}", json={"role": "duty_officer"})
    changed, created = (await rows(admin, person="张三"))[:2]
    assert (changed["action"], changed["about"], changed["facts"]) == (
        "account_changed",
        "张三",
        {"role": "duty_officer"},
    )
    assert (created["action"], created["facts"]["username"]) == ("account_created", "zhang")
    assert created["actor"]
    assert len(created["hash"]) == 64
    assert "password" not in created["facts"]


async def test_acts_and_times_narrow_the_journal(client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    person = {"username": "li", "display_name": "李四", "role": "viewer", "password": "reservoir dam 1985 wide"}
    assert (await admin.post("/api/users", json=person)).status_code == 201
    assert {row["action"] for row in await rows(admin, action=["account_created"])} == {"account_created"}
    assert await rows(admin, to="2020-01-01T00:00:00Z") == []


def test_every_act_has_its_words() -> None:
    room = CHECKOUT / "command_center"
    sources = [*(room / "auth").glob("*.py"), room / "sensors/service.py"]
    sources += [room / "web/routes" / name for name in ("duty.py", "notifications.py", "probes.py", "shelf_plans.py")]
    acts = {act for file in sources for act in SAID.findall(file.read_text())} - {"station"}
    acts |= {"signed_out", "session_ended"}
    words = (CHECKOUT / "frontend/src/settings/audit/words.ts").read_text()
    assert len(acts) > 12
    assert [act for act in sorted(acts) if words.count(f"      {act}:") + words.count(f"    {act}:") < 2] == []
