"""The plan of a camera's feeds: which stream is recorded, analysed, shown."""

from __future__ import annotations

from camera_adapters.camera.feed_plan import plan_feeds
from tests.support.adapter_samples import spec


def test_a_camera_with_one_stream_is_opened_once() -> None:
    for main_only in (spec("c0"), spec("c0", sub="file:/nowhere.mp4")):
        (feed,) = plan_feeds(main_only)
        assert (feed.analysed, feed.records, feed.always_live, feed.wanted_live) == (True, "sub", ("sub",), ("main",))


def test_the_main_stream_is_opened_for_viewers_only_where_it_is_not_recorded() -> None:
    sub, main = plan_feeds(spec("c0", sub="file:/sub.mp4"))
    assert (sub.records, sub.analysed, main.records, main.on_demand) == ("sub", True, None, True)
    sub, main = plan_feeds(spec("c0", sub="file:/sub.mp4", record="main"))
    assert (sub.records, sub.analysed, main.records, main.on_demand) == (None, True, "main", False)
