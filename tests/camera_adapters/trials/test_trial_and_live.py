"""The same packets through a live camera and through a trial of its recording: they raise the same alerts."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import av
import numpy as np
import pytest
import redis

from camera_adapters.base.boxes import BoxTuple
from camera_adapters.base.ids import numbered_ids
from camera_adapters.camera.camera import Camera
from camera_adapters.camera.dependencies import CameraDependencies
from camera_adapters.detectors.objects.finding import Detection, ObjectClass
from camera_adapters.detectors.objects.network import SharedNetwork
from camera_adapters.detectors.site import Site
from camera_adapters.live.wants import Wants
from camera_adapters.messages import (
    AlertMessage,
    CameraSpec,
    Phase,
    TrialAlert,
    TrialPhase,
    TrialReport,
    TrialRequest,
    trial_key,
)
from camera_adapters.sources.scene import ensure_clip, parse_address
from camera_adapters.trials.manager import TrialManager
from camera_adapters.trials.trial import Trial
from camera_adapters.video.frames import Frame, Plane
from camera_adapters.video.packets import Packet, StreamInfo
from tests.support.adapter_samples import spec
from tests.support.analysis import looped
from tests.support.clips import NOON, read
from tests.support.farm import ZONE as FARM_ZONE
from tests.support.gauges import gauge, picture
from tests.support.paths import MODELS
from tests.support.waiting import eventually

SCENE = "scene:site?seed=3&seconds=12&size=320x180&hazards=person@3-11"
SECONDS = 72.0
"""Longer than one file of a recording."""
EVE = datetime(2026, 5, 31, 20, 0, tzinfo=UTC)
"""The last day of May, which in China is the first of June already."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
YARD = {"id": "yard", "name": {"zh": "院", "en": "Yard"}, "polygon": FARM_ZONE}
SEASON = {"interval_seconds": 0.5, "flood_season_first": "06-01", "flood_season_last": "09-30"}
GAUGED = spec(
    "c0",
    analysis_fps=5,
    gauges=[gauge(levels={"flood_limit": 3.0})],
    detectors=[{"kind": "water_level", "zone": "bridge", "settings": SEASON}],
)
TOKEN = "trial-and-live"


class MovingPeople:
    """Calls everything that differs from the first picture a person (see ``ObjectNetwork``)."""

    def __init__(self) -> None:
        self._first: Plane | None = None

    def extract(self, frame: Frame, crop: BoxTuple = (0.0, 0.0, 1.0, 1.0)) -> list[Detection]:
        del crop
        self._first = frame.small if self._first is None else self._first
        rows, columns = np.nonzero(np.abs(frame.small.astype(np.int16) - self._first) > 25)
        if len(rows) < 10:
            return []
        height, width = frame.small.shape
        left, top = columns.min() / width, rows.min() / height
        box = (left, top, (columns.max() + 1) / width - left, (rows.max() + 1) / height - top)
        return [Detection(ObjectClass.PERSON, 0.9, box, "person")]


@dataclass
class Recording:
    """A camera's packets; played once, as a source of its own."""

    info: StreamInfo
    played: Sequence[Packet]
    on_packet: Callable[[Packet], None] = lambda _: None
    done: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)

    def packets(self) -> Iterator[Packet]:
        for packet in self.played:
            self.on_packet(packet)
            yield packet
        self.done.set()
        self.closed.wait(30.0)

    def close(self) -> None:
        self.closed.set()


class Unwatched:
    """Nobody looks (see ``camera.dependencies.Live``)."""

    def publish(self, *_: object) -> None:
        return

    publish_jpeg = publish_view = publish


class LiveCamera:
    """A camera that runs as fast as its packets are taken, ticked once a second of their time."""

    def __init__(self, camera: CameraSpec, recording: Recording, recordings: Path, site: Site) -> None:
        self.raised: list[AlertMessage] = []
        self._packet = recording.played[0]
        self._ticked = self._packet.monotonic
        recording.on_packet = self._arrive
        dependencies = CameraDependencies(
            adapter="box-0",
            recordings_dir=recordings,
            source_cache_dir=recordings,
            publisher=self,
            live=Unwatched(),
            announce=lambda _: None,
            wants=Wants(),
            open_source=lambda _url, _options: recording,
            site=site,
            backoff=lambda: iter([0.1]),
            environ={},
            new_id=numbered_ids(),
            now=lambda: self._packet.captured_at,
        )
        self._camera = Camera(camera, 1, dependencies, clock=lambda: self._packet.monotonic)
        self._camera.start()
        assert recording.done.wait(60.0)
        self._camera.stop()
        assert self._camera.join(10.0)

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        assert jpeg is not None or message.phase is Phase.ENDED
        if message.phase is Phase.RAISED:
            self.raised.append(message)

    def _arrive(self, packet: Packet) -> None:
        self._packet = packet
        if packet.monotonic - self._ticked >= 1.0:
            self._ticked = packet.monotonic
            self._camera.tick()


Facts = tuple[str, str | None, datetime, float, float | None, object]


def both(camera: CameraSpec, recording: Recording, folder: Path, site: Callable[[], Site]) -> list[Facts]:
    """What the camera raises, live and in a trial of what it recorded; they must be the same."""
    live = LiveCamera(camera, recording, folder, site())
    begin, end = (recording.played[index].captured_at for index in (0, -1))
    trial = Trial(over(camera, begin, end), folder, site()).run(lambda _: None, lambda: False)
    of_trial = [facts(each, each.at) for each in trial.alerts]
    assert of_trial == [facts(each, each.captured_at) for each in live.raised]
    return of_trial


def over(camera: CameraSpec, begin: datetime, end: datetime) -> TrialRequest:
    """A trial of the time between, with a minute on both sides."""
    minute = timedelta(minutes=1)
    return TrialRequest(token=TOKEN, spec=camera, start=begin - minute, end=end + minute)


def facts(alert: AlertMessage | TrialAlert, at: datetime) -> Facts:
    return alert.kind, alert.zone, at, alert.score, alert.value, alert.box


def on_one_clock(packet: Packet, captured_at: datetime) -> Packet:
    """A recording keeps when a picture was captured and not what the monotonic clock said: here that is the same."""
    return replace(packet, captured_at=captured_at, monotonic=captured_at.timestamp())


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> tuple[StreamInfo, list[Packet]]:
    """More than a minute of a yard through which somebody walks again and again."""
    info, packets = read(ensure_clip(parse_address(SCENE), "yard", tmp_path_factory.mktemp("yard"), None))
    return info, [on_one_clock(each, each.captured_at) for each in looped(info, packets, SECONDS)]


@pytest.fixture(scope="module")
def water(tmp_path_factory: pytest.TempPathFactory) -> tuple[StreamInfo, list[Packet]]:
    """Ten seconds of a gauge that stands at 3.6 m, before midnight of the zero meridian and after it in China."""
    path = tmp_path_factory.mktemp("water") / "gauge.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=5)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = 640, 360
        stream.options = {"preset": "ultrafast", "g": "10", "bf": "0"}
        for number in range(50):
            shown = av.VideoFrame.from_ndarray(picture(120, seed=number), format="gray").reformat(format="yuv420p")
            shown.pts, shown.time_base = number, Fraction(1, 5)
            container.mux(stream.encode(shown))
        container.mux(stream.encode(None))
    info, packets = read(path)
    return info, [on_one_clock(each, each.captured_at - NOON + EVE) for each in packets]


def once(yard: tuple[StreamInfo, list[Packet]]) -> tuple[StreamInfo, list[Packet]]:
    """One walk through the yard."""
    info, packets = yard
    return info, packets[: len(packets) // 6]


def intruded(recording: tuple[StreamInfo, list[Packet]], folder: Path, site: Callable[[], Site]) -> list[Facts]:
    detector = {"kind": "intrusion", "zone": "yard", "settings": {"clear_seconds": 2, "cooldown_seconds": 2}}
    camera = spec("c0", analysis_fps=5, zones=[YARD], detectors=[detector])
    return both(camera, Recording(*recording), folder, site)


def test_without_a_network_a_trial_raises_what_the_camera_raised(
    yard: tuple[StreamInfo, list[Packet]], tmp_path: Path
) -> None:
    raised = intruded(yard, tmp_path, Site)
    assert {kind for kind, *_ in raised} == {"intrusion"}
    assert len(raised) > 1
    assert len(list(tmp_path.rglob("*.mp4"))) > 1


def test_with_a_network_both_know_who_it_is(yard: tuple[StreamInfo, list[Packet]], tmp_path: Path) -> None:
    raised = intruded(once(yard), tmp_path, lambda: Site(network=MovingPeople()))
    assert "person" in {kind for kind, *_ in raised}


def test_with_a_real_network_they_raise_the_same(yard: tuple[StreamInfo, list[Packet]], tmp_path: Path) -> None:
    model = MODELS / "yolox_nano.onnx"
    if not model.exists():
        pytest.skip(f"no {model.name} in {MODELS} (set MODELS_DIR to the folder of networks)")
    network = SharedNetwork(model)
    assert intruded(once(yard), tmp_path, lambda: Site(network=network))
    assert network.looks > 0
    assert network.problem is None


@pytest.mark.parametrize(("time_zone", "marks"), [(SHANGHAI, ["flood_limit"]), (UTC, [])], ids=["Shanghai", "UTC"])
def test_the_flood_season_begins_by_the_site_s_calendar_in_both(
    water: tuple[StreamInfo, list[Packet]], tmp_path: Path, time_zone: ZoneInfo, marks: list[str]
) -> None:
    raised = both(GAUGED, Recording(*water), tmp_path, lambda: Site(time_zone))
    assert [kind for kind, *_ in raised] == ["water_level"] * len(marks)
    assert all(abs((value or 0.0) - 3.6) < 0.05 for *_, value, _box in raised)


@pytest.mark.parametrize(("time_zone", "marks"), [("Asia/Shanghai", 1), ("UTC", 0)])
def test_a_trial_s_own_process_takes_the_site_from_the_settings(
    water: tuple[StreamInfo, list[Packet]], tmp_path: Path, client: redis.Redis, time_zone: str, marks: int
) -> None:
    folder = tmp_path / "recordings"
    LiveCamera(GAUGED, Recording(*water), folder, Site())
    environ = {**os.environ, "CC_DATA_DIR": str(tmp_path), "CC_TIME_ZONE": time_zone}
    TrialManager(client, "box-0", folder, environ).take(over(GAUGED, EVE, EVE))
    assert len(last_report(client).alerts) == marks


def last_report(client: redis.Redis) -> TrialReport:
    """The trial's last word, which must be that it is done."""

    def look() -> TrialReport | None:
        text = client.get(trial_key(TOKEN))
        told = TrialReport.model_validate_json(text) if isinstance(text, bytes) else None
        return told if told is not None and told.phase is TrialPhase.DONE else None

    done = eventually(look, within=30, what="the trial is done")
    assert done is not None
    return done
