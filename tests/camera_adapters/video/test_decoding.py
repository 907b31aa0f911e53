from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from camera_adapters.video.decoding import FrameDecoder, Rate, encode_jpeg
from camera_adapters.video.frames import Frame
from camera_adapters.video.packets import Packet
from tests.support.clips import brightness, read, with_data


def frames(path: Path, rate: Rate) -> list[Frame]:
    info, packets = read(path)
    decoder = FrameDecoder("cam01", info, rate)
    return [frame for packet in packets if (frame := decoder.push(packet)) is not None]


@pytest.mark.parametrize("name", ["plain.mp4", "bframes.mp4", "hevc.mp4"])
def test_frames_come_at_the_rate_that_was_asked_for(clips: Path, name: str) -> None:
    assert len(frames(clips / name, 5.0)) == pytest.approx(20, abs=1)


@pytest.mark.parametrize("name", ["plain.mp4", "bframes.mp4", "hevc.mp4"])
def test_a_frame_carries_the_arrival_of_its_own_packet(clips: Path, name: str) -> None:
    info, packets = read(clips / name)
    arrivals = {round(float(packet.pts * info.time_base), 3): packet for packet in packets}
    first = min(arrivals)

    for frame in frames(clips / name, 5.0):
        own = arrivals[round(frame.pts, 3)]
        index = round((frame.pts - first) * 25)
        assert (frame.captured_at, frame.monotonic) == (own.captured_at, own.monotonic)
        assert float(frame.luma[10, 10]) == pytest.approx(brightness(index), abs=4)


@pytest.mark.parametrize("name", ["plain.mp4", "bframes.mp4", "hevc.mp4"])
def test_keyframes_alone_are_decoded_at_once(clips: Path, name: str) -> None:
    info, packets = read(clips / name)
    decoder = FrameDecoder("cam01", info, "keyframes")
    made = [decoder.push(packet) for packet in packets]

    assert [index for index, frame in enumerate(made) if frame is not None] == [
        index for index, packet in enumerate(packets) if packet.keyframe
    ]


def test_planes_are_views_of_the_picture_without_its_padding(clips: Path) -> None:
    frame = frames(clips / "plain.mp4", 25.0)[0]

    assert frame.chroma is not None
    assert frame.luma.shape == (180, 320)
    assert [plane.shape for plane in frame.chroma] == [(90, 160), (90, 160)]
    assert not frame.luma.flags.owndata
    assert abs(int(frame.chroma[0][5, 5]) - 128) < 4


def test_a_damaged_packet_is_counted_and_decoding_goes_on_with_the_next_keyframe(clips: Path) -> None:
    info, packets = read(clips / "plain.mp4")
    decoder = FrameDecoder("cam01", info, 25.0)
    garbage = [with_data(packet, b"\x00\x00\x00\x30" + b"\xff" * 20) for packet in packets[25:27]]
    made = [decoder.push(packet) for packet in packets[:25] + garbage + packets[27:]]

    assert decoder.errors >= 1
    assert all(frame is not None for frame in made[50:])


def test_packets_before_a_keyframe_are_not_decoded(clips: Path) -> None:
    info, packets = read(clips / "plain.mp4")
    decoder = FrameDecoder("cam01", info, 25.0)

    assert [decoder.push(packet) for packet in packets[3:25]] == [None] * 22
    assert decoder.errors == 0


def test_of_a_burst_only_the_newest_is_due(clips: Path) -> None:
    info, packets = read(clips / "plain.mp4")
    decoder = FrameDecoder("cam01", info, 5.0)
    burst = [Packet(p.data, p.keyframe, p.pts, p.dts, p.captured_at, 5000.0) for p in packets[:20]]

    assert len([frame for packet in burst if (frame := decoder.push(packet)) is not None]) == 1


def test_a_frame_becomes_a_jpeg_of_the_whole_picture(clips: Path) -> None:
    jpeg = encode_jpeg(frames(clips / "plain.mp4", 25.0)[0])
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)

    assert picture is not None
    assert picture.shape == (180, 320, 3)
