"""Alerts at one hotspot that bear each other out."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from camera_adapters.messages import AlertMessage, Phase
from command_center.alerts.fusion import agree, fuse, kinds_beside
from command_center.alerts.intake import IntakeState, take
from command_center.alerts.record import Alert, Signal
from command_center.auth.model import Role
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.alerts import AT, LEVELS, Episode, arrival, water


def desk_of(*messages: AlertMessage, hotspot: str | None = "mountain") -> tuple[IntakeState, list[Alert]]:
    desk = IntakeState(uuid4, LEVELS.grouping)
    for message in messages:
        take(desk, Signal(message, 3, received_at=message.captured_at, hotspot=hotspot))
        fuse(desk, message.captured_at)
    return desk, list(desk.alerts.values())


def smoke(camera: str = "cam-01", kind: str = "smoke") -> Episode:
    return Episode(camera_id=camera, kind=kind, zone=None)


def rain() -> Episode:
    return Episode(camera_id=None, station_id="bridge", kind="rain", zone=None)


def gauge() -> Episode:
    return Episode(kind="water_level", zone="gauge", place="warning")


def told(desk: IntakeState) -> list[str]:
    return [draft.to_state for draft in desk.drafts]


def test_smoke_on_two_cameras_is_surer_than_on_one_and_both_alerts_say_so() -> None:
    desk, alerts = desk_of(smoke("cam-01").step(score=0.6), smoke("cam-02").step(score=0.7))
    assert [alert.evidence["confidence"] for alert in alerts] == [0.88, 0.88]
    assert [alert.evidence["cameras"] for alert in alerts] == [2.0, 2.0]
    assert told(desk) == ["raised", "raised", "corroborated", "corroborated"]
    assert [alert.score for alert in alerts] == [0.6, 0.7]


@pytest.mark.parametrize(
    ("one", "other", "cameras"),
    [(smoke(), smoke(kind="flame"), 1.0), (gauge(), water(), 1.0), (water(), rain(), 0.0)],
    ids=["smoke and flame", "gauge and station", "level and rain"],
)
def test_two_kinds_or_a_gauge_and_a_station_bear_each_other_out(one: Episode, other: Episode, cameras: float) -> None:
    _, alerts = desk_of(one.step(score=0.5), other.step(score=0.5))
    assert [(alert.evidence["confidence"], alert.evidence["cameras"]) for alert in alerts] == [(0.75, cameras)] * 2


def test_the_same_camera_and_kind_at_two_places_is_one_witness() -> None:
    _, alerts = desk_of(smoke().step(place="a"), smoke().step(place="b"))
    assert len(alerts) == 2
    assert all("confidence" not in alert.evidence for alert in alerts)


def test_what_lies_two_minutes_apart_or_at_no_hotspot_or_has_no_family_bears_nothing_out() -> None:
    late = AT + timedelta(seconds=121)
    assert told(desk_of(smoke("cam-01").step(), smoke("cam-02").step(at=late))[0]) == ["raised", "raised"]
    assert told(desk_of(smoke("cam-01").step(), smoke("cam-02").step(), hotspot=None)[0]) == ["raised", "raised"]
    assert told(desk_of(Episode().step(), Episode(camera_id="cam-02").step())[0]) == ["raised", "raised"]
    assert kinds_beside("intrusion") == frozenset()


def test_repeats_are_not_told_again_and_a_third_camera_is() -> None:
    first = smoke("cam-01")
    desk, _ = desk_of(first.step(), smoke("cam-02").step(), first.step(Phase.UPDATED), smoke("cam-03").step())
    assert told(desk).count("corroborated") == 5
    assert {alert.evidence["cameras"] for alert in desk.alerts.values()} == {3.0}


def test_nobody_agrees_with_himself() -> None:
    (alert,) = desk_of(smoke().step(score=0.6))[1]
    assert agree([alert, alert]).witnesses == 1


async def test_what_bears_out_an_alert_of_before_joins_its_incident(container: Container, client: MakeClient) -> None:
    await container.alerting.sensors.keep_stations()
    now = container.clock.now()
    first, second = water("river-bridge", "warning"), rain()
    second.station_id = "river-bridge"
    for message in (first.step(at=now, score=0.5, value=102.4), second.step(at=now, score=0.5, value=40.0)):
        await container.alerting.ingest.store([arrival(message)])
    officer = await client(Role.DUTY_OFFICER)
    found = (await officer.get("/api/alerts")).json()["items"]
    assert [alert["evidence"]["confidence"] for alert in found] == [0.75, 0.75]
    incidents = {
        (await officer.post(f"/api/alerts/{alert['id']}/confirm", json={})).json()["incident_id"] for alert in found
    }
    assert len(incidents) == 1
    (one,) = incidents
    timeline = (await officer.get(f"/api/incidents/{one}")).json()["timeline"]
    assert {"corroborated", "joined"} <= {row["to"] for row in timeline}
