"""What the centre believes of a camera."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from camera_adapters.messages import CameraHealth, Heartbeat, Link
from command_center.cameras.model import HealthBoard, LinkCounts, count_links

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def camera(link: Link = Link.ONLINE, epoch: int = 1, adapter: str = "a", at: datetime = NOON) -> CameraHealth:
    return CameraHealth(adapter=adapter, epoch=epoch, camera_id="gate", link=link, at=at)


def beat(adapter: str = "a", at: datetime = NOON) -> Heartbeat:
    return Heartbeat(adapter=adapter, cameras=("gate",), at=at)


def test_a_camera_that_nobody_spoke_of_is_connecting() -> None:
    assert HealthBoard().state("gate", 0.0).link is Link.CONNECTING


def test_a_camera_is_offline_five_seconds_after_its_adapters_last_heartbeat() -> None:
    board = HealthBoard()
    board.hear(camera(), 10.0)
    board.hear(beat(), 10.0)
    assert board.state("gate", 15.0).link is Link.ONLINE
    silent = board.state("gate", 15.1)
    assert (silent.link, silent.reason) == (Link.OFFLINE, "adapter_silent")
    assert silent.changed_at == NOON + timedelta(seconds=5)
    board.hear(beat(), 16.0)
    assert board.state("gate", 16.0).link is Link.ONLINE


def test_a_former_holder_of_the_camera_is_not_believed() -> None:
    board = HealthBoard()
    board.hear(camera(epoch=2, adapter="b"), 10.0)
    board.hear(beat("b"), 10.0)
    board.hear(camera(Link.OFFLINE, epoch=1), 11.0)
    assert board.state("gate", 11.0).link is Link.ONLINE


def test_counters_that_began_again_are_believed_once_the_holder_is_silent() -> None:
    board = HealthBoard()
    board.hear(camera(Link.OFFLINE, epoch=9, adapter="b"), 10.0)
    board.hear(beat("b"), 10.0)
    board.hear(camera(epoch=1), 20.0)
    board.hear(beat("a"), 20.0)
    assert board.state("gate", 20.0).link is Link.ONLINE


def test_a_link_keeps_the_time_of_its_change() -> None:
    board = HealthBoard()
    first = board.hear(camera(at=NOON), 1.0)
    assert board.hear(camera(at=NOON + timedelta(seconds=5)), 6.0) is None
    again = HealthBoard({"gate": first} if first else {})
    assert again.hear(camera(at=NOON + timedelta(hours=1)), 1.0) is None
    assert again.state("gate", 1.0).changed_at == NOON


def test_connecting_cameras_count_as_offline() -> None:
    board = HealthBoard()
    assert count_links([board.state("x", 0.0)]) == LinkCounts(total=1, offline=1)
