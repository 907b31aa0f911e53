"""Back-off, feeds, rates, slots of the supervisor, settings, logs: decisions without I/O."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from camera_adapters.analysis.stream_analysis import LONG_GOP_RATE, decoding_rate, detection_rate
from camera_adapters.base.backoff import jittered
from camera_adapters.base.errors import SettingsError
from camera_adapters.base.logs import OncePer, masked
from camera_adapters.base.settings import load_settings
from camera_adapters.camera.feed_plan import plan_feeds
from camera_adapters.delivery.canary import canary_alert
from camera_adapters.process.supervisor import PATIENT_FOR, Slot
from camera_adapters.video.gop import GopMeter
from tests.support.adapter_samples import NOW, alert, spec


def test_waiting_grows_and_never_reaches_thirty_seconds() -> None:
    delays = list(islice(jittered(random.Random(1)), 200))
    assert delays[0] < 2
    assert max(delays) < 30
    assert min(delays[6:]) > 10


def test_a_camera_with_one_stream_is_opened_once() -> None:
    for main_only in (spec("c0"), spec("c0", sub="file:/nowhere.mp4")):
        (feed,) = plan_feeds(main_only)
        assert (feed.analysed, feed.records, feed.always_live, feed.wanted_live) == (True, "sub", ("sub",), ("main",))


def test_the_main_stream_is_opened_for_viewers_only_where_it_is_not_recorded() -> None:
    sub, main = plan_feeds(spec("c0", sub="file:/sub.mp4"))
    assert (sub.records, sub.analysed, main.records, main.on_demand) == ("sub", True, None, True)
    sub, main = plan_feeds(spec("c0", sub="file:/sub.mp4", record="main"))
    assert (sub.records, sub.analysed, main.records, main.on_demand) == (None, True, "main", False)


def test_keyframes_too_rare_are_replaced_by_a_low_rate() -> None:
    assert detection_rate("keyframes", None) == "keyframes"
    assert detection_rate("keyframes", 4.0) == "keyframes"
    assert detection_rate("keyframes", 10.0) == LONG_GOP_RATE
    assert detection_rate(5.0, 10.0) == 5.0


def test_a_viewer_of_single_pictures_has_two_a_second() -> None:
    assert decoding_rate("keyframes", jpeg=True) == 2.0
    assert decoding_rate(5.0, jpeg=True) == 5.0
    assert decoding_rate(0.5, jpeg=False) == 0.5


def test_the_distance_of_keyframes_is_known_before_a_late_one_has_come() -> None:
    meter = GopMeter()
    assert not meter.push(keyframe=True, at=0.0)
    assert meter.push(keyframe=True, at=2.0)
    assert meter.seconds == 2.0
    for at in (3.0, 5.0, 9.0):
        meter.push(keyframe=False, at=at)
    assert meter.seconds == 7.0


def test_a_worker_that_lived_long_is_restarted_at_once_and_a_crash_loop_slows_down() -> None:
    slot = Slot(0, started=0.0)
    delays = []
    for now in range(8):
        delays.append(slot.died(float(now)))
        slot.started = float(now)
    assert max(delays[:4]) <= 5
    assert delays[-1] == 15
    assert slot.died(slot.started + PATIENT_FOR) <= 1


def test_a_wrong_setting_names_its_variable_and_not_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "http://user:secret@host")
    monkeypatch.setenv("CC_ADAPTER_WORKERS", "many")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "REDIS_URL" in str(caught.value)
    assert "CC_ADAPTER_WORKERS" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_ADAPTER_WORKERS", "3")
    assert load_settings().workers == 3
    assert load_settings(workers=5).workers == 5
    assert load_settings(workers=None).workers == 3


def test_no_log_line_shows_a_password() -> None:
    line = masked(None, "info", {"event": "x", "url": "rtsp://admin:geheim@10.0.0.1/a", "n": 3})
    assert "geheim" not in str(line)
    assert line["n"] == 3


def test_the_same_thing_is_said_once_a_minute() -> None:
    now = [0.0]
    may_say = OncePer(60.0, lambda: now[0])
    assert may_say("a")
    assert may_say("b")
    assert not may_say("a")
    now[0] = 60.0
    assert may_say("a")


def test_a_canary_is_never_in_the_realm_of_real_alerts() -> None:
    message = canary_alert("t1", "box-0", alert().event_id, NOW)
    assert (message.realm, message.place) == ("canary", "t1")
