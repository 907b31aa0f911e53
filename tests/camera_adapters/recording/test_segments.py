"""Names of recording files: written and read back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from camera_adapters.messages import Stream
from camera_adapters.recording.segments import SegmentName, marker_of

AT = datetime(2026, 7, 1, 23, 59, 59, 123456, tzinfo=UTC)


@pytest.mark.parametrize("stream", [Stream.MAIN, Stream.SUB])
def test_a_recording_s_name_is_read_back_to_the_millisecond(stream: Stream) -> None:
    name = SegmentName("cam01", stream, AT, 7)

    assert name.path == f"cam01/{stream.value}/20260701/20260701T235959123Z-e7.mp4"
    assert SegmentName.parse(Path("/recordings") / name.path) == name._replace(
        started_at=AT.replace(microsecond=123000)
    )


def test_a_marker_has_the_name_of_its_recording() -> None:
    file = Path("/recordings") / SegmentName("cam01", Stream.SUB, AT, 7).path

    assert SegmentName.parse(marker_of(file)) == SegmentName.parse(file)


@pytest.mark.parametrize("name", ["notes.mp4", "20260701T235959Z-e7.mp4", "20260701T235959123Z-e7.part.mp4"])
def test_what_no_recorder_has_named_is_no_recording(name: str) -> None:
    assert SegmentName.parse(Path("/recordings/cam01/sub/20260701") / name) is None
