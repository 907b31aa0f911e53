"""Image work is shared: computed when asked for, once a frame, and forgotten when the stream is interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
import pytest

from camera_adapters.detectors.features.activity import Activity, Flags
from camera_adapters.detectors.features.frame_features import FeatureExtractor, FrameFeatures
from camera_adapters.detectors.features.global_change import Reason
from camera_adapters.messages import Purpose, Zone
from camera_adapters.video.frames import Frame
from common.text import Text
from tests.support.pictures import START, Picture, frame, landscape, noisy

T = TypeVar("T")
LEFT_HALF = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))


def zone(purpose: Purpose, polygon: tuple[tuple[float, float], ...] = LEFT_HALF) -> Zone:
    return Zone(id=purpose.value, name=Text(zh="区", en="Zone"), purpose=purpose, polygon=polygon)


def seen(
    ask: Callable[[FrameFeatures], T],
    pictures: Iterable[Picture],
    extractor: FeatureExtractor | None = None,
    step: float = 0.2,
) -> list[T]:
    """What a detector that asks of every picture is answered."""
    extractor = extractor or FeatureExtractor()
    return [ask(extractor.extract(frame(picture, index * step))) for index, picture in enumerate(pictures)]


def with_body(background: Picture, x: int, y: int) -> Picture:
    picture = background.copy()
    picture[y : y + 34, x : x + 12] = 240
    return picture


def shifted(picture: Picture, pixels: int) -> Picture:
    return np.roll(picture, pixels, axis=1)


def test_two_detectors_that_ask_get_the_same_and_teach_the_background_once() -> None:
    extractor = FeatureExtractor()
    for index in range(10):
        features = extractor.extract(frame(landscape(), index * 0.2))
        assert features.motion is features.motion
        assert features.busy is features.busy
    assert features.motion.frames == 10


def test_a_model_that_nobody_asks_learns_nothing_and_knows_how_much_time_passed() -> None:
    extractor = FeatureExtractor()
    for index in range(11):
        features = extractor.extract(frame(landscape(), index * 0.2))
        if index % 5 == 0:
            assert features.motion.frames == index // 5 + 1
    assert features.motion.age == pytest.approx(2.0)
    assert features.elapsed == pytest.approx(0.2)


def test_an_interrupted_stream_is_learnt_anew() -> None:
    extractor = FeatureExtractor()
    assert seen(lambda features: features.motion.fresh, [landscape()] * 3, extractor) == [True, False, False]
    extractor.reset()
    features = extractor.extract(frame(landscape(), 1.0))
    assert features.motion.fresh
    assert features.elapsed == 0.0


def test_a_picture_of_another_size_is_learnt_anew() -> None:
    extractor = FeatureExtractor([zone(Purpose.SKY)])
    seen(lambda features: features.motion, [landscape()] * 5, extractor)
    features = extractor.extract(frame(np.full((240, 320), 90, dtype=np.uint8), 1.0))
    assert features.motion.fresh
    assert features.busy.shape == (30, 40)
    sky = features.part(Purpose.SKY)
    assert sky is not None
    assert sky.shape == (240, 320)


def test_zones_of_a_purpose_are_drawn_together_and_lines_have_no_inside() -> None:
    line = zone(Purpose.LINE, ((0.1, 0.1), (0.9, 0.9)))
    features = FeatureExtractor([zone(Purpose.WATER), line]).extract(frame(landscape(), 0.0))
    water = features.part(Purpose.WATER)
    assert water is not None
    assert (water[:, :159] == 255).all()
    assert (water[:, 161:] == 0).all()
    assert features.part(Purpose.LINE) is None
    assert features.part(Purpose.GROUND) is None
    assert features.raster(LEFT_HALF) is features.raster(LEFT_HALF)


def test_nothing_moves_in_a_mask() -> None:
    pictures = [*[landscape()] * 20, with_body(landscape(), 60, 80)]
    assert seen(lambda features: features.motion.moving(), pictures, FeatureExtractor([zone(Purpose.MASK)]))[-1] == 0.0
    assert seen(lambda features: features.motion.moving(), pictures)[-1] > 0.0


def test_a_shaking_camera_is_moved_back() -> None:
    view = np.kron(landscape()[::10, ::10], np.ones((10, 10), dtype=np.uint8))
    *_, still, shaken = seen(
        lambda features: (features.shift, features.steady, features)[-1], [*[view] * 10, shifted(view, 4)]
    )
    assert not still.shift.shaken
    assert still.steady is still.small
    assert shaken.shift.dx == pytest.approx(4.0, abs=0.3)
    inner = (slice(20, -20), slice(20, -20))
    assert np.abs(shaken.steady[inner].astype(int) - view[inner]).mean() < 3.0


def test_a_view_that_stays_turned_is_the_usual_one_after_some_seconds() -> None:
    turned = shifted(landscape(), 40)
    lengths = seen(lambda features: features.shift.length, [*[landscape()] * 5, *[turned] * 60])
    assert max(lengths[6:40]) > 12.0
    assert lengths[-1] < 0.4


def test_leaves_make_their_blocks_busy_and_a_quiet_hill_is_not() -> None:
    rng = np.random.default_rng(1)
    background = landscape() // 2 + 40
    pictures = []
    for _ in range(60):
        picture = noisy(background, rng)
        picture[40:80, 80:160] = rng.integers(40, 200, (40, 80))
        pictures.append(picture)
    *_, busy = seen(lambda features: features.busy, pictures, step=1.0)
    assert busy[5:10, 10:20].all()
    assert busy.sum() == 50


def gusts(seconds: int, begin: int, step: float) -> Flags:
    """What is busy where two thirds of the picture are another at every look from ``begin`` on."""
    rng = np.random.default_rng(1)
    background, activity = landscape() // 2 + 40, Activity()
    busy = np.zeros((0, 0), np.bool_)
    for number in range(round(seconds / step)):
        picture = noisy(background, rng)
        if number * step >= begin:
            picture[:120] = rng.integers(40, 200, (120, 320))
        busy = activity.learn(picture, number * step)
    return busy


def test_rain_that_begins_makes_nothing_busy_and_a_tree_that_fills_the_picture_is() -> None:
    assert not gusts(60, 30, 1.0).any()
    assert gusts(60, 0, 1.0)[:15].all()


def test_what_is_busy_does_not_depend_on_how_often_somebody_asks() -> None:
    assert (gusts(30, 0, 0.2) == gusts(30, 0, 1.0)).all()


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (np.clip(landscape().astype(int) * 3 // 2, 0, 255).astype(np.uint8), Reason.LIGHT),
        (landscape(2), Reason.CELLS),
        (np.kron(landscape()[::2, ::2], np.ones((2, 2), np.uint8)), Reason.CONTRAST),
    ],
)
def test_a_step_of_the_whole_picture_is_a_named_veto_for_ten_seconds(after: Picture, reason: Reason) -> None:
    told = seen(lambda features: features.change.veto, [*[landscape()] * 10, *[after] * 60])
    assert told[:10] == [None] * 10
    assert told[10:59] == [reason] * 49
    assert told[61:] == [None] * 9


def test_dusk_is_no_step() -> None:
    dusk = [np.clip(landscape() * (1.0 - i / 200), 0, 255).astype(np.uint8) for i in range(150)]
    assert set(seen(lambda features: features.change.veto, dusk, step=2.0)) == {None}


def test_colour_lies_on_the_grid_of_luminance_and_grey_has_none() -> None:
    assert seen(lambda features: features.colour, [landscape()]) == [None]
    halves = (np.full((180, 320), 90, np.uint8), np.full((180, 320), 160, np.uint8))
    large = np.zeros((360, 640), np.uint8)
    features = FeatureExtractor().extract(Frame("cam", large, halves, START, 0.0, 0.0, keyframe=True))
    assert features.colour is not None
    u, v = features.colour
    assert u.shape == v.shape == features.small.shape
    assert (u[90, 160], v[90, 160]) == (90, 160)
