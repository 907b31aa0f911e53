"""Passwords: how they are hashed and compared, and which are too easily guessed."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from command_center.base.costly import CostlyWork
from command_center.base.errors import Invalid
from common.text import FieldWords

SHORTEST = 10
STRONG_ENOUGH = 3
"""Of 4: some 10^8 guesses and more."""
JUDGED = 72
"""Characters that are judged; the time grows with the square of their number."""
COMMON_HERE = ("xiawo", "xiawozhen", "yingji", "zhihui", "zhihuizhongxin", "command", "centre", "center", "emergency")
"""Words that everybody would try first here."""


class Passwords:
    """Argon2 beside the event loop, two at a time: each takes 64 MB for 50 ms, a burst must not take the machine.

    Who is known, by a browser of theirs or an open session, waits in a queue of their own, and strangers have one of
    the two places only: however many guess, a desk that has signed in before waits for one hash of theirs at most.
    """

    def __init__(
        self,
        hasher: PasswordHasher | None = None,
        *,
        strangers: CostlyWork | None = None,
        known: CostlyWork | None = None,
    ) -> None:
        self._hasher = hasher or PasswordHasher()
        self._hashing = asyncio.Semaphore(2)
        self._for_strangers = asyncio.Semaphore(1)
        self._strangers = strangers or CostlyWork()
        self._known = known or CostlyWork()

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))

    async def hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, hashed: str | None, password: str, who: str, *, known: bool) -> bool:
        """Without a hash, for an unknown name, the answer is False and takes as long.

        ``who`` is the source that waits for it. Raises TooMany where too many wait.
        """
        if known:
            with self._known.turn(who):
                return await self._compared(hashed, password)
        with self._strangers.turn(who):
            async with self._for_strangers:
                return await self._compared(hashed, password)

    async def _compared(self, hashed: str | None, password: str) -> bool:
        async with self._hashing:
            return await asyncio.to_thread(self._matches, hashed, password)

    def _matches(self, hashed: str | None, password: str) -> bool:
        try:
            return self._hasher.verify(hashed or self._decoy, password) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, hashed: str) -> bool:
        """Whether it was made with weaker parameters than those of today."""
        return self._hasher.check_needs_rehash(hashed)

    async def hash_new(self, password: str, about: Sequence[str]) -> str:
        """The hash of a password that somebody chose. Raises Invalid where it is easily guessed."""
        if await asyncio.to_thread(is_weak, password, tuple(about)):
            raise Invalid(
                "weak_password",
                "这个密码太容易被猜到，请换一个：几个不相关的词连在一起，不要用姓名、日期或连续的键",
                "This password is easily guessed. Choose several unrelated words, no names, dates or rows of keys",
                fields={"password": FieldWords(zh="太容易被猜到", en="is easily guessed")},
            )
        return await self.hash(password)


def is_weak(password: str, about: tuple[str, ...] = ()) -> bool:
    """Whether somebody who knows common passwords and what ``about`` says of the person would soon guess it."""
    if len(password) < SHORTEST:
        return True
    known = [word for word in (*about, *COMMON_HERE) if word]
    return int(zxcvbn(password[:JUDGED], user_inputs=known)["score"]) < STRONG_ENOUGH
