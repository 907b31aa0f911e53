"""The spool on a real disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.base.errors import SpoolError
from camera_adapters.delivery.spool import Spool, SpoolEntry, pack, unpack


def letter(key: str, jpeg: bytes | None = None) -> SpoolEntry:
    return SpoolEntry(key, f'{{"n": "{key}"}}'.encode(), jpeg)


@given(message=st.binary(), jpeg=st.none() | st.binary(min_size=1))
def test_what_is_packed_is_unpacked(message: bytes, jpeg: bytes | None) -> None:
    assert unpack("k", pack(SpoolEntry("k", message, jpeg))) == SpoolEntry("k", message, jpeg)


@given(position=st.integers(0, 200), cut=st.booleans())
def test_a_changed_or_cut_file_is_never_taken_for_a_letter(position: int, cut: bool) -> None:
    content = bytearray(pack(SpoolEntry("k", b"m" * 100, b"j" * 100)))
    if cut:
        del content[position:]
    else:
        content[position] ^= 0x41
    with pytest.raises(SpoolError):
        unpack("k", bytes(content))


def test_letters_come_back_in_order_after_a_restart_with_their_pictures(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for number in range(12):
        spool.put(letter(f"k{number}", b"jpeg" if number == 3 else None))
    again = Spool(tmp_path)
    again.put(letter("late"))
    assert again.keys() == [f"k{number}" for number in range(12)] + ["late"]
    assert again.read("k3") == letter("k3", b"jpeg")


def test_a_confirmed_letter_is_gone_for_good(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(letter("a"))
    assert spool.remove("a")
    assert not spool.remove("a")
    assert len(Spool(tmp_path)) == 0


def test_a_damaged_file_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for key in ("a", "b", "c"):
        spool.put(letter(key))
    torn = next(tmp_path.glob("*-b.msg"))
    torn.write_bytes(torn.read_bytes()[:-3])
    again = Spool(tmp_path)
    assert [again.read(key) for key in again] == [letter("a"), None, letter("c")]
    assert again.damaged == 1
    assert again.keys() == ["a", "c"]
    assert (tmp_path / "damaged" / torn.name).exists()


def test_a_disk_that_refuses_costs_nothing_while_the_process_lives(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    spool = Spool(folder)
    shutil.rmtree(folder)
    spool.put(letter("a", b"jpeg"))
    assert spool.refused == 1
    assert spool.read("a") == letter("a", b"jpeg")
    folder.mkdir()
    spool.settle()
    assert Spool(folder).read("a") == letter("a", b"jpeg")


def test_a_letter_that_the_disk_refused_can_be_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    spool = Spool(folder)
    shutil.rmtree(folder)
    spool.put(letter("a"))
    assert spool.remove("a")
    assert len(spool) == 0
