"""Channels over HTTP: what is shown of them, addresses of people, a test to one of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command_center.auth.model import Role
from command_center.base.settings import Settings
from command_center.notifications.sender import ChannelSender
from command_center.notifications.transports import build_transports
from command_center.web.container import Container
from tests.conftest import Client, MakeClient

CHANNELS = """
channels:
  sms: {kind: apprise, url: "jsons://${CC_NO_SUCH}@127.0.0.1/{address}"}
  county: {kind: webhook, url: "http://127.0.0.1:1/", secret: "kept to itself"}
"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    folder = tmp_path / "config"
    shutil.copytree(settings.config_dir, folder)
    (folder / "notifications.yaml").write_text(CHANNELS)
    return settings.model_copy(update={"config_dir": folder})


async def person(admin: Client, name: str) -> str:
    people = (await admin.get("/api/notifications/channels")).json()["people"]
    return str(next(one["id"] for one in people if one["display_name"] == name))


async def test_channels_are_shown_without_their_secrets(client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    answer = await admin.get("/api/notifications/channels")
    shown = {one["name"]: (one["kind"], one["shared"], one["missing"]) for one in answer.json()["channels"]}
    assert shown == {
        "in_app": ("page", False, []),
        "sound": ("page", False, []),
        "sms": ("apprise", False, ["CC_NO_SUCH"]),
        "county": ("webhook", True, []),
    }
    assert "kept to itself" not in answer.text
    assert "127.0.0.1" not in answer.text


async def test_an_address_is_added_changed_and_removed(client: MakeClient) -> None:
    await client(Role.DUTY_OFFICER, "wang")
    admin = await client(Role.ADMIN)
    wang = await person(admin, "wang")
    for addresses in ({"sms": "000 1"}, {"sms": "000 2"}, {}):
        put = await admin.put(f"/api/notifications/contacts/{wang}", json={"addresses": addresses})
        assert put.status_code == 204
        people = (await admin.get("/api/notifications/channels")).json()["people"]
        assert next(one["addresses"] for one in people if one["id"] == wang) == addresses
    refused = await admin.put(f"/api/notifications/contacts/{wang}", json={"addresses": {"county": "x"}})
    assert (refused.status_code, [*refused.json()["error"]["fields"]]) == (422, ["county"])


async def test_a_test_goes_to_the_person_it_is_for_and_says_why_it_failed(
    client: MakeClient, container: Container
) -> None:
    await client(Role.DUTY_OFFICER, "wang")
    admin = await client(Role.ADMIN)
    wang = await person(admin, "wang")
    path = "/api/notifications/channels/sms/test"
    without = await admin.post(path, json={"person_id": wang})
    assert (without.status_code, without.json()["error"]["code"]) == (422, "no_address")
    await admin.put(f"/api/notifications/contacts/{wang}", json={"addresses": {"sms": "000 1"}})
    sent = (await admin.post(path, json={"person_id": wang})).json()
    assert (sent["name"], sent["channel"], sent["state"]) == ("wang", "sms", "queued")
    channels = build_transports(container.site.notifications, container.bus, container.people.consoles, container.clock)
    assert await ChannelSender(container.database, container.clock, "sms", channels["sms"]).run_once() == 1
    became = (await admin.get(f"/api/notifications/deliveries/{sent['id']}")).json()
    assert (became["state"], became["reason"], became["detail"]) == ("failed", "secret_missing", "CC_NO_SUCH")


async def test_a_test_to_nobody_known_is_refused(client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    answer = await admin.post(
        "/api/notifications/channels/sms/test", json={"person_id": "0192f0c4-7d3e-7000-8000-000000000000"}
    )
    assert answer.status_code == 404
