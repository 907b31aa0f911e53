from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import av
import pytest

from camera_adapters.base.errors import FragmentError
from camera_adapters.video.fmp4 import decode_time, fragment_span
from camera_adapters.video.fragments import Fragment, Fragmenter
from camera_adapters.video.packets import Packet
from tests.support.clips import NOON, Clip, as_annex_b, encode, fragments, read, with_data

ALL = ("plain.mp4", "bframes.mp4", "hevc.mp4")


def played(path: Path, made: list[Fragment]) -> list[float]:
    """Presentation times, in seconds from the first, of every picture that decodes."""
    path.write_bytes(made[0].init.data + b"".join(fragment.data for fragment in made))
    with av.open(str(path)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    return [round(time - times[0], 4) for time in times if time is not None and times[0] is not None]


@pytest.mark.parametrize("name", ALL)
def test_every_picture_of_a_clip_plays_from_its_fragments_in_order(clips: Path, tmp_path: Path, name: str) -> None:
    times = played(tmp_path / "out.mp4", fragments(clips / name))

    assert times == [pytest.approx(index / 25, abs=0.002) for index in range(100)]


@pytest.mark.parametrize("name", ALL)
def test_a_stream_with_start_codes_gives_the_same_pictures(clips: Path, tmp_path: Path, name: str) -> None:
    info, packets = as_annex_b(*read(clips / name))
    fragmenter = Fragmenter(info)
    made = [fragment for packet in packets for fragment in fragmenter.push(packet)] + fragmenter.flush()

    assert len(played(tmp_path / "out.mp4", made)) == 100
    assert made[0].init == fragments(clips / name)[0].init


@pytest.mark.parametrize("name", ALL)
def test_decode_times_go_on_from_fragment_to_fragment(clips: Path, name: str) -> None:
    made = fragments(clips / name)

    for before, after in itertools.pairwise(made):
        assert decode_time(after.data) == decode_time(before.data) + fragment_span(before.data)


def test_each_gop_starts_a_fragment_and_fragments_last_about_200_ms(clips: Path) -> None:
    made = fragments(clips / "plain.mp4")

    assert [fragment.keyframe for fragment in made] == [index % 5 == 0 for index in range(20)]
    assert {fragment.duration_us for fragment in made} == {200_000}


def test_a_fragment_is_out_as_soon_as_its_last_packet_is_in(clips: Path) -> None:
    info, packets = read(clips / "plain.mp4")
    fragmenter = Fragmenter(info)

    assert [len(fragmenter.push(packet)) for packet in packets[:10]] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]


def test_packets_before_the_first_keyframe_are_dropped(clips: Path) -> None:
    made = fragments(clips / "plain.mp4", lambda packets: packets[7:])

    assert made[0].keyframe
    assert made[0].started_at == NOON + timedelta(seconds=1)


def test_wall_times_and_the_timeline_start_with_the_first_packet(clips: Path) -> None:
    first, second, *_ = fragments(clips / "plain.mp4")

    assert (first.started_at, first.captured_at) == (NOON, NOON + timedelta(milliseconds=160))
    assert second.started_at == NOON + timedelta(milliseconds=200)
    assert first.pts_us == int(NOON.timestamp() * 1_000_000)
    assert second.pts_us - first.pts_us == 200_000
    assert (first.discontinuity, second.discontinuity) == (True, False)


def test_a_hole_in_the_stream_is_a_discontinuity(clips: Path) -> None:
    made = fragments(clips / "plain.mp4", lambda packets: packets[:25] + packets[75:])

    assert [index for index, fragment in enumerate(made) if fragment.discontinuity] == [0, 5]


def test_codec_strings_follow_rfc_6381(clips: Path) -> None:
    assert fragments(clips / "plain.mp4")[0].init.codec == "avc1.42C00C"
    assert fragments(clips / "hevc.mp4")[0].init.codec.startswith("hvc1.1.6.L")


def test_new_parameter_sets_make_a_new_init_segment_and_a_new_fragment(clips: Path, tmp_path: Path) -> None:
    info, packets = read(clips / "plain.mp4")
    other, wide = read(encode(tmp_path / "wide.mp4", Clip(size=(640, 360), seconds=1)))
    fragmenter = Fragmenter(info)
    later = [replace(packet, pts=packet.pts + packets[28].pts, dts=packet.dts + packets[28].dts) for packet in wide]
    later[0] = replace(later[0], info_changed=other)
    made = [fragment for packet in packets[:28] + later for fragment in fragmenter.push(packet)]

    assert [(fragment.init.width, fragment.keyframe) for fragment in made[4:8]] == [
        (320, False),
        (320, True),
        (640, True),
        (640, False),
    ]
    assert made[5].init.init_id != made[6].init.init_id


def test_pictures_whose_time_stands_still_do_not_gather_without_bound(clips: Path) -> None:
    def frozen(packets: list[Packet]) -> list[Packet]:
        return [replace(packet, pts=index, dts=index, keyframe=index == 0) for index, packet in enumerate(packets)]

    assert len(fragments(clips / "plain.mp4", frozen)) > 1


def test_a_stream_without_parameter_sets_is_refused(clips: Path) -> None:
    info, _ = read(clips / "plain.mp4")

    with pytest.raises(FragmentError, match="h264"):
        Fragmenter(replace(info, extradata=b""))


def test_a_packet_without_a_picture_is_left_out(clips: Path, tmp_path: Path) -> None:
    info, packets = as_annex_b(*read(clips / "plain.mp4"))
    packets[3] = with_data(packets[3], info.extradata)
    packets[4] = with_data(packets[4], b"no start code at all")
    fragmenter = Fragmenter(info)
    made = [fragment for packet in packets[:25] for fragment in fragmenter.push(packet)] + fragmenter.flush()

    assert len(played(tmp_path / "out.mp4", made)) == 23
