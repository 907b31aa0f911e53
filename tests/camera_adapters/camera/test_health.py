"""The judgement of a camera's link, and when it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from camera_adapters.camera.health import CameraStatus, HealthSchedule, Snapshot, is_lost, judge
from camera_adapters.messages import CameraHealth, Link
from tests.support.adapter_samples import NOW


@pytest.mark.parametrize(
    ("silent", "link"),
    [(0.0, Link.ONLINE), (1.9, Link.ONLINE), (2.0, Link.STALE), (7.9, Link.STALE), (8.0, Link.OFFLINE)],
)
def test_a_link_is_judged_by_the_age_of_its_last_packet(silent: float, link: Link) -> None:
    assert judge(Snapshot(since=0.0, last_packet=100.0), 100.0 + silent) is link


def test_a_camera_that_never_sent_is_connecting_and_then_offline() -> None:
    assert judge(Snapshot(since=100.0), 107.9) is Link.CONNECTING
    assert judge(Snapshot(since=100.0), 108.0) is Link.OFFLINE


def test_a_source_that_failed_is_offline_at_once() -> None:
    assert judge(Snapshot(since=0.0, last_packet=100.0, failed=True), 100.1) is Link.OFFLINE


def test_a_camera_is_lost_after_ten_seconds_but_not_while_its_source_is_prepared() -> None:
    silent = Snapshot(since=0.0, last_packet=100.0)
    assert not is_lost(silent, 109.9)
    assert is_lost(silent, 110.0)
    assert not is_lost(replace(silent, preparing=True), 200.0)


def test_a_packet_ends_a_failure() -> None:
    status = CameraStatus(clock=lambda: 50.0)
    assert status.failure("refused", "port 554")
    assert not status.failure("refused", "port 554")
    status.packet(60.0, NOW)
    assert status.snapshot == Snapshot(since=50.0, last_packet=60.0, last_packet_at=NOW)
    assert status.failure("refused", "port 554")


def test_notes_stand_until_they_are_taken_back() -> None:
    status = CameraStatus(clock=lambda: 0.0)
    status.remark("disk-sub", ("disk", "No space left on device"))
    assert status.note == ("disk", "No space left on device")
    status.remark("disk-sub", None)
    assert status.note is None


def test_health_is_told_when_it_changes_and_every_five_seconds() -> None:
    schedule = HealthSchedule()
    health = CameraHealth(adapter="a", camera_id="cam", link=Link.ONLINE, at=NOW)
    assert schedule.due(health, 0.0)
    schedule.sent(health, 0.0)
    assert not schedule.due(health, 4.9)
    assert schedule.due(health, 5.0)
    assert schedule.due(health.model_copy(update={"link": Link.STALE}), 0.1)
    assert schedule.due(health.model_copy(update={"faults": ("camera_black",)}), 0.1)
