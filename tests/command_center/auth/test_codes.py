"""Codes by themselves: the vectors of RFC 6238, drifting clocks, replays, recovery codes, and the key's file."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from command_center.auth.codes import (
    RECOVERY_CODES,
    accepted_step,
    is_recovery_code,
    key_mark,
    new_recovery_codes,
    recovery_hash,
    secret_of,
    step_of,
)
from command_center.auth.factor_key import FactorKey
from command_center.base.errors import Unavailable
from command_center.base.private_file import make_private

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_vectors_of_rfc_6238_are_accepted(seconds: int, code: str) -> None:
    assert accepted_step(RFC_SECRET, code, at(seconds), after=-1) == seconds // 30
    assert accepted_step(RFC_SECRET, f"{code[:3]} {code[3:]}", at(seconds), after=-1) == seconds // 30


@pytest.mark.parametrize(("late", "accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(late: int, accepted: bool) -> None:
    step = accepted_step(RFC_SECRET, "081804", at(1111111109 + late), after=-1)
    assert (step is not None) == accepted


def test_a_code_is_accepted_once_and_none_before_it_afterwards() -> None:
    step = step_of(at(1111111109))
    assert accepted_step(RFC_SECRET, "081804", at(1111111109), after=step) is None
    assert accepted_step(RFC_SECRET, "050471", at(1111111111), after=step) == step + 1
    assert accepted_step(RFC_SECRET, "081804", at(1111111111), after=step + 1) is None


@pytest.mark.parametrize("typed", ["", "08180", "0818044", "八一八零四", "081805"])
def test_anything_else_is_refused(typed: str) -> None:
    assert accepted_step(RFC_SECRET, typed, at(1111111109), after=-1) is None


def test_recovery_codes_are_ten_different_ones_and_are_read_however_they_are_typed() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    assert all(is_recovery_code(code) and not is_recovery_code(code[:-1]) for code in codes)
    assert recovery_hash(codes[0].lower().replace("-", " ")) == recovery_hash(codes[0])


def test_another_key_or_nonce_makes_another_secret() -> None:
    assert len({secret_of(key, nonce) for key in (b"a" * 32, b"b" * 32) for nonce in (b"1", b"2")}) == 4
    assert key_mark(b"a" * 32) != key_mark(b"b" * 32)


async def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "second-factor.key"
    made = await FactorKey(file).get()
    assert len(made) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert await FactorKey(file).get() == made
    make_private(file, "what another process would write")
    assert await FactorKey(file).get() == made
    assert [one.name for one in file.parent.iterdir()] == ["second-factor.key"]


@pytest.mark.parametrize("damage", ["", "not base64!", "c2hvcnQ="])
async def test_a_damaged_key_is_not_replaced_by_a_new_one(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "second-factor.key"
    file.write_text(damage)
    with pytest.raises(Unavailable):
        await FactorKey(file).get()
    assert file.read_text() == damage


async def test_a_given_key_needs_no_file(tmp_path: Path) -> None:
    file = tmp_path / "second-factor.key"
    assert await FactorKey(file, "k" * 40).get() == b"k" * 40
    assert not file.exists()
