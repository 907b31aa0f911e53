from __future__ import annotations

import itertools
import multiprocessing
import time
from dataclasses import replace
from pathlib import Path

import av
import pytest

from camera_adapters.base.errors import SourceError
from camera_adapters.sources import Packet, SourceOptions, open_source
from camera_adapters.video.decoding import FrameDecoder
from tests.support.clips import Clip, brightness, encode


@pytest.fixture
def options(tmp_path: Path) -> SourceOptions:
    """With a cache of its own."""
    return SourceOptions(camera_id="cam01", cache_dir=tmp_path / "cache")


def some(url: str, options: SourceOptions, count: int) -> list[Packet]:
    """The first packets of the source."""
    source = open_source(url, options)
    try:
        return list(itertools.islice(source.packets(), count))
    finally:
        source.close()


def test_a_clip_loops_with_decode_times_that_go_on(tmp_path: Path, options: SourceOptions) -> None:
    path = encode(tmp_path / "short.mp4", Clip(seconds=0.4, gop=10, bframes=2))
    packets = some(path.as_uri(), options, 25)
    step = packets[1].dts - packets[0].dts

    assert [packet.keyframe for packet in packets] == [index % 10 == 0 for index in range(25)]
    assert [packet.dts - packets[0].dts for packet in packets] == [index * step for index in range(25)]
    assert all(packet.pts >= packet.dts for packet in packets)


def test_packets_come_at_the_clips_own_pace(tmp_path: Path, options: SourceOptions) -> None:
    path = encode(tmp_path / "short.mp4", Clip(seconds=0.4))
    packets = some(path.as_uri(), options, 21)

    assert packets[-1].monotonic - packets[0].monotonic >= 0.79
    assert (packets[-1].captured_at - packets[0].captured_at).total_seconds() >= 0.79


@pytest.mark.parametrize(
    ("name", "clip"),
    [
        ("clip.avi", Clip(codec="mpeg4", seconds=1)),
        ("clip.gif", Clip(codec="gif", seconds=1, fps=10, pix_fmt="rgb8")),
        ("clip.mkv", Clip(codec="mjpeg", seconds=1, pix_fmt="yuvj420p")),
        ("wide.mp4", Clip(seconds=1, pix_fmt="yuv444p")),
        ("odd.gif", Clip(codec="gif", seconds=1, fps=10, size=(161, 121), pix_fmt="rgb8")),
    ],
)
def test_what_is_not_plain_h264_is_converted_once(
    tmp_path: Path, options: SourceOptions, name: str, clip: Clip
) -> None:
    path = encode(tmp_path / name, clip)
    done: list[float] = []
    source = open_source(path.as_uri(), replace(options, progress=done.append))
    source.close()

    assert (source.info.codec, source.info.width, source.info.height) == (
        "h264",
        clip.size[0] // 2 * 2,
        clip.size[1] // 2 * 2,
    )
    assert done[-1] == 1.0
    [cached] = options.cache_dir.glob("*.mp4")
    with av.open(str(cached)) as container:
        assert sum(1 for _ in container.decode(video=0)) == clip.fps
    written = cached.stat().st_mtime_ns
    open_source(path.as_uri(), options).close()
    assert cached.stat().st_mtime_ns == written


@pytest.mark.parametrize("name", ["clip.mkv", "clip.ts", "clip.mp4"])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_h264_and_h265_are_played_as_they_are(tmp_path: Path, options: SourceOptions, name: str, codec: str) -> None:
    path = encode(tmp_path / name, Clip(codec=codec, seconds=0.4, bframes=2))
    source = open_source(path.as_uri(), options)
    decoder = FrameDecoder("cam01", source.info, 1000.0)
    frames = [decoder.push(packet) for packet in itertools.islice(source.packets(), 10)]
    source.close()

    assert not options.cache_dir.exists()
    shown = [frame for frame in frames if frame is not None]
    assert decoder.errors == 0
    assert abs(int(shown[0].luma[5, 5]) - brightness(0)) < 5


def test_a_converted_clip_has_a_keyframe_every_two_seconds(tmp_path: Path, options: SourceOptions) -> None:
    path = encode(tmp_path / "clip.avi", Clip(codec="mpeg4", seconds=5))
    open_source(path.as_uri(), options).close()

    [cached] = options.cache_dir.glob("*.mp4")
    with av.open(str(cached)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    assert [index for index, packet in enumerate(packets) if packet.is_keyframe] == [0, 50, 100]


def convert(path: Path, options: SourceOptions) -> None:
    """In a process of its own."""
    open_source(path.as_uri(), options).close()


def test_of_two_processes_one_converts_and_the_other_waits(tmp_path: Path, options: SourceOptions) -> None:
    path = encode(tmp_path / "clip.avi", Clip(codec="mpeg4", seconds=2))
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=convert, args=(path, options)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)

    assert [process.exitcode for process in both] == [0, 0]
    assert len(list(options.cache_dir.glob("*.mp4"))) == 1
    assert list(options.cache_dir.glob("*.part")) == []


def test_a_torn_file_plays_to_where_it_is_good_and_loops(tmp_path: Path, options: SourceOptions) -> None:
    path = encode(tmp_path / "clip.ts", Clip(seconds=0.4))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    packets = some(path.as_uri(), options, 12)

    assert sum(packet.keyframe for packet in packets) >= 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"this is not a video" * 100, "format"),
        (b"", "format"),
        (None, "not_found"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/other.ts\n", "format"),
        (b"ffconcat version 1.0\nfile 'other.mp4'\n", "format"),
    ],
)
def test_what_cannot_be_played_says_why(
    tmp_path: Path, options: SourceOptions, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "clip.mp4"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SourceError) as caught:
        some(path.as_uri(), options, 1)
    assert caught.value.reason == reason
    assert "clip.mp4" in caught.value.detail


def test_a_file_cut_before_its_index_is_a_format_error(tmp_path: Path, options: SourceOptions) -> None:
    path = encode(tmp_path / "clip.mp4", Clip(seconds=1))
    path.write_bytes(path.read_bytes()[:2000])

    with pytest.raises(SourceError) as caught:
        some(path.as_uri(), options, 1)
    assert caught.value.reason == "format"


def test_closing_ends_the_packets_at_once(tmp_path: Path, options: SourceOptions) -> None:
    path = encode(tmp_path / "slow.mp4", Clip(seconds=4, fps=1))
    source = open_source(path.as_uri(), options)
    packets = source.packets()
    next(packets)
    source.close()
    started = time.monotonic()

    assert list(packets) == []
    assert time.monotonic() - started < 0.9


@pytest.mark.parametrize("url", ["ftp://host/a", "nothing", "file:", "file://host/a.mp4"])
def test_a_wrong_address_is_refused(options: SourceOptions, url: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(url, options)
    assert (caught.value.reason, caught.value.retry) == ("address", False)
