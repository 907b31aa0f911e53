"""Key of second factors: with it the secrets of all enrolments are derived. Kept outside the database."""

from __future__ import annotations

import asyncio
import base64
import secrets
from pathlib import Path

import structlog

from command_center.base.errors import Unavailable
from command_center.base.private_file import make_private

log = structlog.get_logger(__name__)

KEY_BYTES = 32


class FactorKey:
    """The key of ``CC_SECOND_FACTOR_KEY``, else of a file of the data folder, made when somebody first enrols."""

    def __init__(self, file: Path, given: str | None = None) -> None:
        self._file = file
        self._key = given.encode() if given else None

    async def get(self) -> bytes:
        """The key; it is made where there is none. Raises Unavailable where the file cannot be read or written."""
        if self._key is None:
            try:
                self._key = await asyncio.to_thread(self._read)
            except (OSError, ValueError) as error:
                log.exception("second_factor_key_unreadable", file=str(self._file))
                raise Unavailable from error
        return self._key

    def _read(self) -> bytes:
        if not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            make_private(self._file, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        key = base64.b64decode(self._file.read_text().strip(), validate=True)
        if len(key) != KEY_BYTES:
            raise ValueError("the file does not hold a key of 32 bytes")
        return key
