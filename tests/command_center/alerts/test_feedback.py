"""What a confirmation leaves for the camera's worker."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from camera_adapters.messages import Lesson, lessons_key
from command_center.alerts.feedback import send_confirmed_case
from command_center.alerts.intake import IntakeState, take
from command_center.alerts.record import Alert, Signal
from command_center.base.redis_bus import Bus
from tests.support.alerts import LEVELS, Episode


def alert() -> Alert:
    desk, message = IntakeState(uuid4, LEVELS.grouping), Episode().step()
    return desk.alerts[take(desk, Signal(message, 3, received_at=message.captured_at))]


async def test_a_confirmed_alert_of_a_camera_is_a_lesson_for_it_and_one_of_a_station_for_nobody(bus: Bus) -> None:
    confirmed = alert()
    assert confirmed.camera_id is not None
    key = lessons_key(confirmed.camera_id)
    await bus.control.delete(key)
    await send_confirmed_case(bus.control, confirmed)
    await send_confirmed_case(bus.control, replace(confirmed, camera_id=None, station_id="s1"))
    (text,) = await bus.control.lrange(key, 0, -1)  # type: ignore[misc]
    lesson = Lesson.model_validate_json(text)
    assert (lesson.kind, lesson.zone, lesson.begin) == (confirmed.kind, confirmed.zone, confirmed.started_at)
    assert await bus.control.ttl(key) > 0
