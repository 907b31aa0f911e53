from __future__ import annotations

from pathlib import Path

import pytest

from camera_adapters.video.nal import START_CODE, ParameterSets, split_annex_b, split_length_prefixed
from tests.support.clips import Clip, encode, read


def test_units_are_found_behind_start_codes_of_both_lengths() -> None:
    assert split_annex_b(b"\x00\x00\x00\x01ab\x00\x00\x01cd\x00\x00\x00\x00\x01ef") == [b"ab", b"cd", b"ef"]


def test_a_torn_length_takes_what_is_there() -> None:
    assert split_length_prefixed(b"\x00\x02ab\x00\x09cd", 2) == [b"ab", b"cd"]


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
@pytest.mark.parametrize("size", [(320, 180), (640, 360), (322, 182)])
def test_the_picture_size_is_read_from_the_parameter_sets(tmp_path: Path, codec: str, size: tuple[int, int]) -> None:
    info, _ = read(encode(tmp_path / "clip.mp4", Clip(codec=codec, size=size, seconds=0.2)))
    facts = ParameterSets.parse(info.codec, info.extradata).facts

    assert (facts.width, facts.height, facts.chroma, facts.bit_depth) == (*size, 1, 8)


@pytest.mark.parametrize("name", ["plain.mp4", "bframes.mp4", "hevc.mp4"])
def test_the_record_written_here_says_what_the_encoder_said(clips: Path, name: str) -> None:
    info, _ = read(clips / name)
    sets = ParameterSets.parse(info.codec, info.extradata)
    again = ParameterSets.parse(info.codec, sets.configuration())

    assert sets.complete
    assert again == sets
    assert info.extradata.startswith(sets.configuration()[:20])


def test_parameter_sets_are_new_only_where_their_bytes_differ(clips: Path) -> None:
    sets = ParameterSets.parse("h264", read(clips / "plain.mp4")[0].extradata)
    other = ParameterSets.parse("h264", read(clips / "bframes.mp4")[0].extradata)

    assert sets.renewed(list(sets.units)) is None
    assert sets.renewed([b"\x65slice"]) is None
    renewed = sets.renewed(list(other.units))
    assert renewed is not None
    assert renewed.units == other.units


@pytest.mark.parametrize(
    "extradata", [b"", b"\x01", b"\x01\x64\x00\x1e\xff\xe1\x00\x50ab", START_CODE, START_CODE + b"\x67"]
)
def test_torn_parameter_sets_are_incomplete_and_raise_value_error(extradata: bytes) -> None:
    sets = ParameterSets.parse("h264", extradata)

    assert not sets.complete
    with pytest.raises(ValueError, match="parameter set"):
        _ = sets.facts
