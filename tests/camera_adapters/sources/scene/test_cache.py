"""Scenes are rendered once, whole or not at all, by whoever comes first."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import av
import pytest

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.base import SourceOptions
from camera_adapters.sources.scene import BatchProgress, SceneJob, clip_path, ensure_clip, open_scene, parse_address
from camera_adapters.sources.scene.__main__ import main
from camera_adapters.sources.scene.batch import render_all
from tests.camera_adapters.sources.scene.small import small_scene


def test_a_scene_is_played_as_h264_with_a_keyframe_every_two_seconds(tmp_path: Path) -> None:
    url = small_scene("mountain", 5)
    clip = ensure_clip(parse_address(url), "五云山 1 号", tmp_path)
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 320, 180)
        assert [index for index, packet in enumerate(packets) if packet.is_keyframe] == [0, 20, 40]
        assert [packet.pts for packet in packets] == [packet.dts for packet in packets]


def test_open_scene_gives_packets_for_ever(tmp_path: Path) -> None:
    source = open_scene(small_scene("gate", 1), SourceOptions(camera_id="gate", cache_dir=tmp_path, label="东门"))
    assert (source.info.codec, source.info.width) == ("h264", 320)
    packets = source.packets()
    dts = [next(packets).dts for _ in range(13)]
    source.close()
    assert dts == sorted(set(dts))


def test_the_clip_is_found_again_and_its_name_depends_on_address_and_label(tmp_path: Path) -> None:
    address = parse_address(small_scene("site", 1))
    shares: list[float] = []
    first = ensure_clip(address, "工地一", tmp_path, shares.append)
    written = first.stat().st_mtime_ns
    assert shares[0] == 0.0
    assert ensure_clip(address, "工地一", tmp_path).stat().st_mtime_ns == written
    assert clip_path(address, "工地二", tmp_path) != first
    assert clip_path(parse_address(small_scene("site", 2)), "工地一", tmp_path) != first


def test_a_scene_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        ensure_clip(parse_address("scene:street?hazards=smoke@1-2"), "", tmp_path)
    assert [path.suffix for path in (tmp_path / "scenes").iterdir()] == [".lock"]


def _inode(url: str, folder: str) -> int:
    return ensure_clip(parse_address(url), "", Path(folder)).stat().st_ino


def test_two_processes_that_want_the_same_clip_render_it_once(tmp_path: Path) -> None:
    url = small_scene("reservoir", 2)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        assert len(set(pool.map(_inode, [url, url], [str(tmp_path)] * 2))) == 1


def test_a_batch_renders_all_and_names_what_failed(tmp_path: Path) -> None:
    jobs = [SceneJob(small_scene("gate", 1), "东门"), SceneJob("scene:moon", ""), SceneJob("scene:gate?x=1", "")]
    reports: list[BatchProgress] = []
    last = render_all(jobs, tmp_path, 2, reports.append)
    assert {url for url, _ in last.failed} == {"scene:moon", "scene:gate?x=1"}
    assert clip_path(parse_address(jobs[0].url), "东门", tmp_path).exists()
    assert reports[-1] == last
    assert last.done == last.total


def test_the_command_renders_a_cameras_file_and_tells_its_progress(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cameras = tmp_path / "cameras.yaml"
    camera = {"name": {"zh": "东门", "en": "Gate"}, "main": small_scene("gate", 1)}
    cameras.write_text(json.dumps({"cameras": [camera, {"name": {"zh": "a", "en": "b"}, "main": "rtsp://x"}]}))
    arguments = ["render", "--cameras", str(cameras), "--cache", str(tmp_path), "--processes", "1", "--json-progress"]
    assert main(arguments) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"done": 10, "total": 10}
    assert main(["render", "--cameras", str(tmp_path / "none.yaml"), "--cache", str(tmp_path)]) == 2
