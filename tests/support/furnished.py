"""Objects of every kind in a town's centre, in every state they can have: requests then reach behind "not found"."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from camera_adapters.messages import CameraSpec, segments_key
from camera_adapters.recording.recorder import Recorder
from command_center.auth.model import Role
from command_center.base.clock import SystemClock
from command_center.base.redis_bus import ensure_group
from command_center.cameras.service import import_cameras
from command_center.jobs.segment_consumer import SegmentConsumer
from tests.support.alerts import AT, JPEG, Episode, arrival, ingest_of
from tests.support.clips import NOON, Clip, encode, fragments
from tests.support.incidents import Crew
from tests.support.town import Town

UNKNOWN = "0192f0c4-7d3e-7000-8000-000000000000"
CAMERAS = ("cam-01", "cam-02")
CREW = (Role.DUTY_OFFICER, Role.DUTY_LEADER, Role.COMMANDER, Role.RESPONDER, Role.REVIEWER)
ROUNDS = 2
TABLES = {
    "alert_id": "alert",
    "incident_id": "incident",
    "task_id": "task",
    "report_id": "report",
    "attachment_id": "attachment",
    "delivery_id": "delivery",
    "plan_id": "shelf_plan",
    "session_id": "session",
    "user_id": "account",
}
Known = dict[str, list[Any]]
"""By the name that a parameter or a property has."""


def spec(camera_id: str) -> dict[str, Any]:
    """A camera as its file writes it."""
    return {
        "id": camera_id,
        "name": {"zh": "大门", "en": "Gate"},
        "hotspot": "wuyun-mountain",
        "position": {"lon": 113.3, "lat": 34.8},
        "main": "rtsp://${CAM_U}:${CAM_P}@10.0.0.1/main",
        "sub": "rtsp://10.0.0.1/sub",
        "zones": [{"id": "gate", "name": {"zh": "门", "en": "Gate"}, "polygon": [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5]]}],
    }


async def furnish(town: Town, folder: Path) -> Known:
    """Fill the town; what there is, by the names under which requests ask for it. ``folder`` is scratch space."""
    await town.sign_in()
    specs = [CameraSpec.model_validate(spec(one)) for one in CAMERAS]
    await import_cameras(town.database, SystemClock(), specs)
    await town.container.watching.cameras.refresh()
    await town.container.alerting.sensors.keep_stations()
    await _recordings(town, folder)
    crew = Crew(*[town.people[role.value] for role in CREW])
    for _ in range(ROUNDS):
        await _alerts(town, crew)
        await _incidents(town, crew)
        await _administration(town)
    return await _known(town) | {
        "token": [await _begun(town, "trials"), "no-such-trial"],
        "probe_token": [await _begun(town, "probes"), "no-such-probe"],
    }


async def station_token(town: Town) -> str:
    """Under which ``river-bridge`` sends its readings."""
    answer = await town.people[Role.ADMIN.value].post("/api/stations/river-bridge/token")
    return str(answer.json()["token"])


async def _begun(town: Town, what: str) -> str:
    """The token of a trial or probe that was begun."""
    answer = await town.people[Role.ADMIN.value].post(f"/api/cameras/{CAMERAS[0]}/{what}", json=spec(CAMERAS[0]))
    return str(answer.json()["token"])


async def _recordings(town: Town, folder: Path) -> None:
    """Three files of a second."""
    redis, told = town.container.bus.control, []
    root = town.container.settings.recordings_dir
    recorder = Recorder(root, CAMERAS[0], "sub", 1, told.append, adapter="worker-1", segment_seconds=1.0)
    for piece in fragments(encode(folder / "in.mp4", Clip(seconds=3))):
        recorder.write(piece)
    recorder.close()
    await ensure_group(redis, segments_key())
    for message in told:
        fields: Any = message.fields()
        await redis.xadd(segments_key(), fields)
    await SegmentConsumer(redis, town.database, "one").run_once(block=1)


async def _alerts(town: Town, crew: Crew) -> None:
    """Alerts in each state."""
    episodes = [Episode(camera_id=CAMERAS[index % 2], kind="smoke", place=str(uuid4())) for index in range(6)]
    intake, now = ingest_of(town.container, town.clock), town.clock.now()
    await intake.store([arrival(one.step(at=now), JPEG) for one in episodes])
    listed = (await crew.officer.get("/api/alerts", params={"state": "raised", "page_size": 4})).json()["items"]
    later = (now + timedelta(hours=2)).isoformat()
    moves: list[tuple[str, dict[str, str]]] = [
        ("acknowledge", {}),
        ("confirm", {}),
        ("dismiss", {"reason": "false_alarm", "note": "树影"}),
        ("shelve", {"until": later, "reason": "烧荒"}),
    ]
    for alert, (move, body) in zip(listed, moves, strict=True):
        answer = await crew.leader.post(f"/api/alerts/{alert['id']}/{move}", json=body)
        assert answer.status_code == 200, answer.text


async def _incidents(town: Town, crew: Crew) -> None:
    """Incidents in each state, with tasks, files and reports."""
    _, verified, controlled, closed = [await crew.open() for _ in range(4)]
    await crew.verify(verified)
    task = await crew.task_of(verified, crew.responder)
    await crew.task(verified)
    for who, query in ((crew.officer, {}), (crew.responder, {"task_id": task})):
        where = f"/api/incidents/{verified}/attachments/{uuid4()}"
        answer = await who.put(where, params={"name": "照片.jpg", **query}, content=JPEG)
        assert answer.status_code == 201, answer.text
    await crew.receipted(verified, "first")
    await crew.to_controlled(controlled)
    await crew.to_closed(closed)


async def _administration(town: Town) -> None:
    """A change of a camera, a test of a channel, an alert put aside by plan."""
    admin, leader = town.people[Role.ADMIN.value], town.people[Role.DUTY_LEADER.value]
    changed = spec(CAMERAS[0]) | {"name": {"zh": "门", "en": str(uuid4())}}
    plan = {"camera_id": CAMERAS[1], "starts_at": _at(1), "ends_at": _at(3), "reason": "检修"}
    answers = [
        await admin.put(f"/api/cameras/{CAMERAS[0]}/spec", json=changed),
        await admin.post("/api/notifications/channels/in_app/test", json={"person_id": town.accounts["duty_officer"]}),
        await leader.post("/api/shelf-plans", json=plan),
    ]
    assert [answer.status_code for answer in answers] == [200, 202, 201], [answer.text for answer in answers]


def _at(hours: float) -> str:
    return (AT + timedelta(hours=hours)).isoformat()


async def _known(town: Town) -> Known:
    """What is stored and configured, with one of each that is not."""
    async with town.database.read() as connection:
        found: Known = {
            name: [*map(str, (await connection.scalars(sa.text(f"SELECT id FROM {table}"))).all()), UNKNOWN]  # noqa: S608 - the tables above
            for name, table in TABLES.items()
        }
    incidents, people, cameras = found["incident_id"], found["user_id"], [*CAMERAS, "no-such-camera"]
    moments = [_at(-1), _at(0), _at(2), *[(NOON + timedelta(seconds=one)).isoformat() for one in (0, 1, 2)]]
    return (
        found
        | {
            "camera_id": cameras,
            "camera": cameras,
            "id": [*CAMERAS],
            "station_id": ["river-bridge", "reservoir-dam", "none"],
            "channel": ["in_app", "sound", "none"],
            "number": [1, 2, 3, 10**9],
            "into": incidents,
            "previous_incident_id": incidents,
            "person_id": people,
            "unit": ["forest-fire-team", "none"],
            "plan": ["mountain-fire", "none"],
            "hotspot": ["wuyun-mountain", "river", "none"],
            "kind": ["smoke", "flood", "none"],
            "zone": ["gate", "none"],
            "subject_id": [*incidents, *found["alert_id"]],
            "main": ["rtsp://10.0.0.2/main"],
            "password": ["wet otter, 71 lanterns"],
            "revision": [0, 1, 2],
            "week": ["2026-04-27"],
        }
        | dict.fromkeys(
            ("until", "starts_at", "ends_at", "from", "to", "at", "told_at", "occurred_at", "due_at"), moments
        )
    )
