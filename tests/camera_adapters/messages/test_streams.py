"""Streams of the contract, and the init segment as it stands on the live server."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from camera_adapters.messages import ON_DEMAND, STILLS, LiveInit, Stream, Want, live_key
from tests.support.adapter_samples import NOW, spec


def test_a_stream_travels_as_its_bare_word() -> None:
    want = Want(camera_id="cam01", stream=Stream.MAIN, until=NOW)

    assert '"stream":"main"' in want.model_dump_json()
    assert Want.model_validate_json(want.model_dump_json()) == want
    assert live_key("cam01", Stream.VIEW) == "live:cam01:view"


def test_whoever_records_no_such_stream_is_told_the_two_there_are() -> None:
    with pytest.raises(ValidationError, match="Input should be 'main' or 'sub'"):
        spec("cam01", record="jpeg")


def test_stills_are_shown_on_demand_and_the_small_stream_always() -> None:
    assert STILLS < ON_DEMAND
    assert frozenset(Stream) - ON_DEMAND == {Stream.SUB}


def test_an_init_segment_is_read_back_from_its_hash() -> None:
    init = LiveInit("avc1.64001f", 1920, 1080, b"\x00ftyp")

    assert LiveInit.from_fields(init.fields()) == init


@pytest.mark.parametrize("field", [b"codec", b"width", b"height", b"data"])
def test_an_init_segment_that_lacks_a_field_is_refused(field: bytes) -> None:
    fields = LiveInit("avc1.64001f", 1920, 1080, b"\x00ftyp").fields()
    del fields[field]

    with pytest.raises(KeyError):
        LiveInit.from_fields(fields)
