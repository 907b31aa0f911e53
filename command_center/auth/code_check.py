"""Check of a typed code against an account's second factor: each code is taken once, and wrong ones are bounded."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth import factors
from command_center.auth.codes import accepted_step, is_recovery_code, key_mark, recovery_hash, secret_of
from command_center.auth.factor_key import FactorKey
from command_center.auth.factors import Enrolment
from command_center.base.errors import WrongPassword
from common.text import FieldWords

RECOVERY = FieldWords(zh="请输入一个恢复码", en="needs a recovery code")
WRONG = FieldWords(zh="不正确或已用过", en="is wrong, or was used already")

log = structlog.get_logger(__name__)


class Verdict(StrEnum):
    """What a code was worth; the first two prove the person."""

    CODE = "code"
    RECOVERY_CODE = "recovery_code"
    WRONG = "wrong"
    USED_UP = "used_up"

    @property
    def proves(self) -> bool:
        return self in {Verdict.CODE, Verdict.RECOVERY_CODE}

    def refusal(self, *, status: int) -> WrongPassword:
        """The words for whoever typed it."""
        if self is Verdict.USED_UP:
            return WrongPassword(
                "recovery_code_needed",
                "今天验证码错误次数过多，请输入一个恢复码",
                "Too many wrong codes today. Enter a recovery code",
                status=status,
                fields={"code": RECOVERY},
            )
        return WrongPassword(
            "wrong_code",
            "验证码不对或已经用过，请等下一个",
            "The code is wrong or was used already. Wait for the next one",
            status=status,
            fields={"code": WRONG},
        )


class CodeCheck:
    """Checks codes. The caller has counted the attempt before, and commits also after a wrong one."""

    def __init__(self, key: FactorKey) -> None:
        self._key = key

    async def check(
        self, connection: AsyncConnection, account_id: UUID, typed: str, source: str, now: datetime
    ) -> Verdict:
        """``source`` says whose wrong codes are counted together. Recovery codes need neither count nor key."""
        enrolment = await factors.find(connection, account_id, lock=True)
        if enrolment is None:
            return Verdict.WRONG
        if is_recovery_code(typed):
            used = await factors.use_recovery_code(connection, account_id, recovery_hash(typed))
            return Verdict.RECOVERY_CODE if used else Verdict.WRONG
        if await factors.wrong_codes(connection, account_id, source, now) >= factors.WRONG_CODES:
            return Verdict.USED_UP
        step = await self._step(enrolment, typed, now)
        if step is None:
            await factors.count_wrong_code(connection, account_id, source, now)
            return Verdict.WRONG
        await factors.accept(connection, account_id, step)
        return Verdict.CODE

    async def _step(self, enrolment: Enrolment, typed: str, now: datetime) -> int | None:
        key = await self._key.get()
        if key_mark(key) != enrolment.key_mark:
            # Nobody who enrolled with the other key gets in by a code; their recovery codes still work.
            log.error("second_factor_key_changed")
            return None
        return accepted_step(secret_of(key, enrolment.nonce), typed, now, enrolment.last_step)
