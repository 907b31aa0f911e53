"""What a confirmation leaves for the camera's worker."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from camera_adapters.messages import Lesson
from command_center.alerts.intake import Desk, take
from command_center.alerts.lessons import teach
from command_center.alerts.record import Alert, Signal
from tests.support.alerts import LEVELS, Episode


class Pipeline:
    """Takes what is written (see ``redis.asyncio``)."""

    def __init__(self, kept: dict[str, list[str]]) -> None:
        self._kept = kept

    async def __aenter__(self) -> Pipeline:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def rpush(self, key: str, text: str) -> None:
        self._kept.setdefault(key, []).append(text)

    def ltrim(self, key: str, first: int, last: int) -> None:
        del key, first, last

    def expire(self, key: str, seconds: int) -> None:
        del key, seconds

    async def execute(self) -> None:
        return None


class Client:
    def __init__(self) -> None:
        self.kept: dict[str, list[str]] = {}

    def pipeline(self) -> Pipeline:
        return Pipeline(self.kept)


def alert() -> Alert:
    desk, message = Desk(uuid4, LEVELS.grouping), Episode().step()
    return desk.alerts[take(desk, Signal(message, 3, received_at=message.captured_at))]


async def test_a_confirmed_alert_of_a_camera_is_a_lesson_for_it_and_one_of_a_station_for_nobody() -> None:
    client, confirmed = Client(), alert()
    await teach(client, confirmed)  # type: ignore[arg-type]
    await teach(client, replace(confirmed, camera_id=None, station_id="s1"))  # type: ignore[arg-type]
    ((key, (text,)),) = client.kept.items()
    assert key == f"lessons:{confirmed.camera_id}"
    lesson = Lesson.model_validate_json(text)
    assert (lesson.kind, lesson.zone) == (confirmed.kind, confirmed.zone)
    assert lesson.begin == confirmed.started_at
