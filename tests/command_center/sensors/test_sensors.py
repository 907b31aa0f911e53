"""Readings of stations by HTTP and MQTT, up to alerts in PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiomqtt
import asyncpg
import pytest
import sqlalchemy as sa

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository as alerts
from command_center.alerts.record import Alert
from command_center.auth import journal
from command_center.auth.model import Role
from command_center.base.background import cancel
from command_center.base.errors import ConfigError
from command_center.base.settings import Settings
from command_center.jobs import mqtt
from command_center.stations.config import read_stations
from command_center.stations.model import AHEAD, Reading
from command_center.web.container import Container, build_container
from command_center.web.routes.stations import StationProblemReply
from tests.conftest import Client, MakeClient
from tests.support.stack import free_port

STATION = "river-bridge"
"""Its marks in the repository's configuration: 101.50, 102.30, 103.40, 104.20."""
READINGS = f"/api/stations/{STATION}/readings"


@pytest.fixture(autouse=True)
async def stations(container: Container) -> None:
    await container.alerting.sensors.keep_stations()


@pytest.fixture
async def station(client: MakeClient) -> Client:
    """The station itself, with its token and without a session."""
    admin = await client(Role.ADMIN)
    token = (await admin.post(f"/api/stations/{STATION}/token")).json()["token"]
    sender = await client()
    sender.headers["Authorization"] = f"Bearer {token}"
    return sender


async def raised(container: Container) -> list[Alert]:
    async with container.database.read() as connection:
        return (await alerts.search(connection, LIVE_REALM, [], 0, 50))[0]


async def test_a_reading_above_a_mark_is_an_alert_with_its_place_and_level(
    container: Container, station: Client, client: MakeClient
) -> None:
    assert (await station.post(READINGS, json={"level_m": 102.35})).status_code == 201
    officer = await client(Role.DUTY_OFFICER)
    (alert,) = (await officer.get("/api/alerts")).json()["items"]
    assert (alert["kind"], alert["place"], alert["level"], alert["state"]) == ("water_level", "warning", 3, "raised")
    assert alert["station"]["name"]["zh"] == "河道大桥水位站"
    assert (alert["camera"], alert["station"]["hotspot"], alert["value"]) == (None, "river", 102.35)
    assert (await officer.get("/api/alerts", params={"station": STATION})).json()["total"] == 1
    assert (await officer.post(f"/api/alerts/{alert['id']}/confirm", json={})).status_code == 200
    (incident,) = (await officer.get("/api/incidents")).json()["items"]
    assert incident["title"]["zh"].startswith("河道大桥水位站")
    assert (await officer.get(f"/api/incidents/{incident['id']}")).json()["video"] == []


async def test_the_same_reading_twice_changes_nothing(container: Container, station: Client) -> None:
    at = container.clock.now().isoformat()
    assert (await station.post(READINGS, json={"at": at, "level_m": 102.35})).json() == {"new": 1}
    assert (await station.post(READINGS, json={"at": at, "level_m": 102.35})).json() == {"new": 0}
    (alert,) = await raised(container)
    assert alert.count == 1


async def test_a_station_that_was_cut_off_catches_up_in_the_order_of_its_readings(
    container: Container, station: Client
) -> None:
    now = container.clock.now()
    readings = [
        {"at": (now - timedelta(minutes=minutes)).isoformat(), "level_m": level}
        for minutes, level in ((5, 102.5), (35, 101.0), (20, 101.8))
    ]
    assert (await station.post(READINGS, json={"readings": readings})).json() == {"new": 3}
    (alert,) = await raised(container)
    assert alert.place == "warning"
    assert [member.mark for member in alert.members] == ["fortification", "warning"]


async def test_the_board_shows_level_trend_marks_and_the_day(
    container: Container, station: Client, client: MakeClient
) -> None:
    now = container.clock.now()
    for minutes, level in ((30, 101.40), (0, 101.60)):
        at = (now - timedelta(minutes=minutes)).isoformat()
        await station.post(READINGS, json={"at": at, "level_m": level, "rain_mm_h": 4.0})
    viewer = await client(Role.VIEWER)
    bridge = (await viewer.get("/api/stations")).json()[0]
    assert (bridge["level"]["value"], bridge["rain"]["value"]) == (101.6, 4.0)
    assert bridge["rate_m_per_h"] == pytest.approx(0.4, abs=0.01)
    assert [mark["name"] for mark in bridge["marks"] if mark["reached"]] == ["fortification"]
    assert [sample["value"] for sample in bridge["history"]] == [101.4, 101.6]
    assert not bridge["silent"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "level_m and rain_mm_h"),
        ({"level_m": "high"}, "level_m"),
        ({"level_m": 300.0}, "lies outside 95 to 110 m"),
        ({"level_m": 102.0, "at": "1999-01-01T00:00:00Z"}, "older than"),
        ({"level_m": 102.0, "colour": "blue"}, "colour"),
    ],
)
async def test_a_reading_that_cannot_be_used_is_refused_naming_what_is_wrong(
    container: Container, station: Client, body: dict[str, Any], words: str
) -> None:
    answer = await station.post(READINGS, json=body)
    assert answer.status_code == 422
    assert words in answer.text
    assert await raised(container) == []


async def test_a_flood_of_a_station_whose_clock_runs_ahead_is_of_now_and_the_clock_is_told(
    container: Container, station: Client, client: MakeClient
) -> None:
    assert (await station.post(READINGS, json={"level_m": 102.4, "at": "2199-01-01T00:00:00Z"})).status_code == 201
    assert "warning" in {alert.place for alert in await raised(container)}
    bridge = (await (await client(Role.VIEWER)).get("/api/stations")).json()[0]
    assert "set the station's clock" in bridge["problem"]["reason"]["en"]
    assert datetime.fromisoformat(bridge["level"]["at"]) <= container.clock.now() + AHEAD


@pytest.mark.parametrize("at", [None, timedelta(minutes=4, seconds=59), timedelta(days=365)])
async def test_forged_low_readings_hide_no_flood_and_the_contradiction_is_told(
    container: Container, at: timedelta | None
) -> None:
    now = container.clock.now()
    forged = Reading(now if at is None else now + at, level_m=96.0)
    for level in (104.3, 104.31):
        await container.alerting.sensors.take(STATION, [forged], "mqtt")
        await container.alerting.sensors.take(STATION, [Reading(now, level_m=level)], "http")
    await container.alerting.sensors.take(STATION, [replace(forged, at=forged.at + timedelta(seconds=1))], "mqtt")
    told = {(alert.kind, alert.place) for alert in await raised(container)}
    assert {("water_level", "overflow"), ("station_contradiction", "")} <= told
    state = (await container.alerting.sensors.states())[0]
    assert "overflow" in state.watch.marks, "a forged reading ends nothing either"
    assert "contradict" in (state.problem or {})["reason"]["en"]
    await mqtt.Readings(container.alerting.sensors, container.clock).take(f"stations/{STATION}/readings", b"garbage")
    state = (await container.alerting.sensors.states())[0]
    assert "contradict" in (state.problem or {})["reason"]["en"], "garbage takes no finding's place"


async def test_another_value_of_the_same_moment_does_not_take_a_flood_s_place(container: Container) -> None:
    at = container.clock.now()
    await container.alerting.sensors.take(STATION, [Reading(at, level_m=96.0)], "mqtt")
    await container.alerting.sensors.take(STATION, [Reading(at, level_m=104.3)], "http")
    assert ("water_level", "overflow") in {(alert.kind, alert.place) for alert in await raised(container)}


async def test_a_message_of_the_broker_carries_the_token_of_a_station_that_has_one(
    container: Container, station: Client
) -> None:
    topic, token = f"stations/{STATION}/readings", station.headers["Authorization"].removeprefix("Bearer ")
    for payload in (b'{"level_m": 96.0}', b'{"level_m": 96.0, "token": "guess"}'):
        await mqtt.Readings(container.alerting.sensors, container.clock).take(topic, payload)
        state = (await container.alerting.sensors.states())[0]
        assert state.watch.level is None
        assert "token" in (state.problem or {})["reason"]["en"]
    await mqtt.Readings(container.alerting.sensors, container.clock).take(
        topic, f'{{"readings": [{{"level_m": 96.5}}], "token": "{token}"}}'.encode()
    )
    assert await level(container) == 96.5


async def test_a_reading_that_the_broker_had_kept_is_not_of_now(container: Container) -> None:
    topic, before = f"stations/{STATION}/readings", container.clock.now() - timedelta(hours=3)
    await mqtt.Readings(container.alerting.sensors, container.clock).take(topic, b'{"level_m": 104.3}', kept=True)
    assert await level(container) is None
    await mqtt.Readings(container.alerting.sensors, container.clock).take(
        topic, f'{{"level_m": 101.0, "at": "{before.isoformat()}"}}'.encode(), kept=True
    )
    state = (await container.alerting.sensors.states())[0]
    assert (state.watch.last_at, state.silent) == (before, True)


async def test_only_the_station_s_own_token_lets_readings_in(station: Client, client: MakeClient) -> None:
    stranger = await client()
    assert (await stranger.post(READINGS, json={"level_m": 101.0})).status_code == 401
    stranger.headers["Authorization"] = "Bearer guess"
    wrong = await stranger.post(READINGS, json={"level_m": 101.0})
    unknown = await stranger.post("/api/stations/nowhere/readings", json={"level_m": 101.0})
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert (await station.post("/api/stations/reservoir-dam/readings", json={"level_m": 160.0})).status_code == 401


async def test_a_new_token_ends_the_old_one_and_both_are_in_the_journal(
    container: Container, station: Client, client: MakeClient
) -> None:
    admin = await client(Role.ADMIN)
    await admin.post(f"/api/stations/{STATION}/token")
    assert (await station.post(READINGS, json={"level_m": 101.0})).status_code == 401
    assert (await admin.delete(f"/api/stations/{STATION}/token")).status_code == 204
    async with container.database.read() as connection:
        rows = await connection.execute(sa.select(journal.admin_journal.c.action, journal.admin_journal.c.detail))
        noted = rows.all()
    assert [action for action, _ in noted if action.startswith("station_")] == [
        "station_token_made",
        "station_token_made",
        "station_token_dropped",
    ]
    assert all(detail == {} for action, detail in noted if action.startswith("station_"))


async def test_guessing_tokens_is_stopped_and_holds_up_no_station(client: MakeClient, station: Client) -> None:
    stranger = await client()
    answers = [(await stranger.post(READINGS, json={"level_m": 101.0})).status_code for _ in range(32)]
    assert answers[-1] == 429
    assert (await station.post(READINGS, json={"level_m": 101.0})).status_code == 201, "both come from one address"


async def test_a_station_that_falls_silent_is_an_alert(container: Container) -> None:
    long_ago = container.clock.now() - timedelta(hours=2)
    await container.alerting.sensors.take(STATION, [Reading(long_ago, level_m=101.0)], "http")
    await container.alerting.sensors.notice_silence()
    await container.alerting.sensors.notice_silence()
    (alert,) = await raised(container)
    assert (alert.kind, alert.station_id, alert.level) == ("station_stale", STATION, 4)
    assert (await container.alerting.sensors.states())[0].silent


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Callable[[], int]]:
    """Starts a real broker when called; its port is known before."""
    program = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("no mosquitto on this machine (Debian: mosquitto)")
    port, started = free_port(), list[subprocess.Popen[bytes]]()
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")

    def start() -> int:
        if not started:
            quiet = subprocess.DEVNULL
            started.append(subprocess.Popen([program, "-c", str(config)], stdout=quiet, stderr=quiet))
        return port

    start.port = port  # type: ignore[attr-defined]
    yield start
    for process in started:
        process.terminate()
        process.wait()


async def mqtt_for_ever(container: Container, port: int) -> None:
    readings = mqtt.Readings(container.alerting.sensors, container.clock)
    await mqtt.keep_listening(container.database, readings, mqtt.broker_of(f"mqtt://127.0.0.1:{port}"))


async def connected(port: int) -> aiomqtt.Client:
    async with asyncio.timeout(10):
        while True:
            try:
                async with aiomqtt.Client("127.0.0.1", port):
                    return aiomqtt.Client("127.0.0.1", port)
            except aiomqtt.MqttError:
                await asyncio.sleep(0.05)


async def until(container: Container, level: float, stations: aiomqtt.Client, topic: str) -> None:
    """Send until it has arrived: the centre may be on its way to the broker still."""
    async with asyncio.timeout(20):
        while True:
            await stations.publish(topic, f'{{"level_m": {level}}}', qos=1)
            state = (await container.alerting.sensors.states())[0]
            if state.watch.level is not None and state.watch.level.value == level:
                return
            await asyncio.sleep(0.05)


async def test_readings_by_mqtt_become_alerts_and_bad_ones_are_reported_at_their_station(
    container: Container, broker: Callable[[], int]
) -> None:
    topic = f"stations/{STATION}/readings"
    port = broker()
    listening = asyncio.create_task(mqtt_for_ever(container, port))
    async with await connected(port) as stations:
        await until(container, 102.4, stations, topic)
        assert "warning" in {alert.place for alert in await raised(container)}
        for bad in (b"{", b"\xff\x00", b'{"level_m": 500}', b"[]"):
            await stations.publish(topic, bad, qos=1)
        await stations.publish("stations/nowhere/readings", b'{"level_m": 1}', qos=1)
        assert await problem(container)
        await until(container, 102.6, stations, topic)
        assert (await container.alerting.sensors.states())[0].problem is None
    await cancel([listening])


async def problem(container: Container) -> bool:
    """Wait until something is wrong with the first station's messages."""
    for _ in range(200):
        if (await container.alerting.sensors.states())[0].problem:
            return True
        await asyncio.sleep(0.05)
    return False


async def level(container: Container) -> float | None:
    """The first station's level."""
    sample = (await container.alerting.sensors.states())[0].watch.level
    return sample.value if sample else None


async def test_a_reading_that_was_not_committed_comes_again_to_whoever_takes_over(
    container: Container, settings: Settings, broker: Callable[[], int], database_urls: tuple[str, str]
) -> None:
    topic, port = f"stations/{STATION}/readings", broker()
    other = build_container(settings)
    first = asyncio.create_task(mqtt_for_ever(container, port))
    holder = await asyncpg.connect(database_urls[1])
    async with await connected(port) as stations:
        await until(container, 102.4, stations, topic)
        second = asyncio.create_task(mqtt_for_ever(other, port))
        async with holder.transaction():
            await holder.execute("LOCK TABLE station_reading IN EXCLUSIVE MODE")
            await stations.publish(topic, b'{"level_m": 102.9}', qos=1)
            async with asyncio.timeout(20):
                while not await holder.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            await cancel([first])  # it has the message, and never got to commit it
        async with asyncio.timeout(20):
            while await level(container) != 102.9:  # noqa: ASYNC110 - no event tells of another process's commit
                await asyncio.sleep(0.05)
    assert await level(other) == 102.9, "the other centre reads what it took over from the same rows"
    await cancel([second])
    await other.close()
    await holder.close()


async def test_a_broker_that_comes_late_is_found(container: Container, broker: Callable[[], int]) -> None:
    listening = asyncio.create_task(mqtt_for_ever(container, broker.port))  # type: ignore[attr-defined]
    async with await connected(broker()) as stations:
        assert await level(container) is None
        await until(container, 101.2, stations, f"stations/{STATION}/readings")
        assert await level(container) == 101.2
    await cancel([listening])


@pytest.mark.parametrize("url", ["http://host", "mqtt://", "mqtt://host:port", "host:1883"])
def test_a_broker_s_address_that_is_none_is_an_error_that_does_not_repeat_it(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        mqtt.broker_of(url)
    assert "CC_MQTT_URL" in str(caught.value)


def test_a_broker_s_address_carries_user_and_password_percent_encoded() -> None:
    found = mqtt.broker_of("mqtts://centre:a%40b@broker.example")
    assert (found.host, found.port, found.username, found.password, found.tls) == (
        "broker.example", 8883, "centre", "a@b", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "words"),
    [("hotspot: lake", "there is no hotspot 'lake'"), ("id: a\n    extra: 1", "unknown key"), ("kind: sea", "kind")],
)
def test_a_mistake_in_the_stations_file_is_named_with_its_line(tmp_path: Path, wrong: str, words: str) -> None:
    lines = {"id": "id: a", "hotspot": "hotspot: river", "kind": "kind: river"}
    lines[wrong.partition(":")[0]] = wrong
    text = "stations:\n  - name: {zh: 站, en: Station}\n    " + "\n    ".join(lines.values()) + "\n"
    file = tmp_path / "stations.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_stations(file, {"river"})
    assert f"{file}:" in str(caught.value)
    assert words in str(caught.value)


def test_a_site_without_a_stations_file_has_none(tmp_path: Path) -> None:
    assert read_stations(tmp_path / "stations.yaml", {"river"}).stations == ()


def test_the_repository_s_own_stations_are_valid(settings: Settings, container: Container) -> None:
    assert {station.id for station in container.alerting.sensors.stations.stations} == {STATION, "reservoir-dam"}


def test_a_reason_that_an_earlier_version_stored_in_one_text_is_still_told() -> None:
    stored = {"at": "2026-11-01T00:00:00Z", "source": "mqtt", "reason": "读数时间超前 / The time is in the future"}
    reason = StationProblemReply.model_validate(stored).reason
    assert reason.zh == reason.en == stored["reason"]
