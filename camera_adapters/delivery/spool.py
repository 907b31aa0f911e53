"""Spool: messages that must not be lost, one file each, until the centre confirms them.

A file is ``magic · crc32 · length of the body · length of the message · message · JPEG``; the crc covers the body,
which begins with the length of the message. Files are numbered, so their names give the order in which they are sent. A
damaged file is moved to ``damaged/``.
"""

from __future__ import annotations

import os
import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from camera_adapters.base.errors import SpoolError
from camera_adapters.base.logs import OncePer

MAGIC = b"CCS1"
_HEADER = struct.Struct(">4sII")
SUFFIX = ".msg"
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SpoolEntry:
    """One spooled message: its JSON, and the JPEG that belongs to it."""

    key: str
    """The id that the centre confirms; part of the file's name."""
    message: bytes
    jpeg: bytes | None = None


def pack(letter: SpoolEntry) -> bytes:
    """The bytes of the spool file of an entry; ``unpack`` reads them back."""
    body = struct.pack(">I", len(letter.message)) + letter.message + (letter.jpeg or b"")
    return _HEADER.pack(MAGIC, zlib.crc32(body), len(body)) + body


def unpack(key: str, content: bytes) -> SpoolEntry:
    """The letter in a spool file; raises ``SpoolError`` when it is cut short or changed."""
    if len(content) < _HEADER.size + 4:
        raise SpoolError(f"{key}: {len(content)} bytes are too few")
    magic, crc, length = _HEADER.unpack_from(content)
    body = content[_HEADER.size :]
    if magic != MAGIC or length != len(body) or zlib.crc32(body) != crc:
        raise SpoolError(f"{key}: checksum or length is wrong")
    (message_length,) = struct.unpack_from(">I", body)
    if message_length > len(body) - 4:
        raise SpoolError(f"{key}: its message is longer than the file")
    return SpoolEntry(key, body[4 : 4 + message_length], body[4 + message_length :] or None)


class Spool:
    """An ordered set of letters on disk; may be used by several threads of one process, never by two processes.

    When the disk refuses a letter (full, read-only), the letter is kept in memory, ``refused`` counts it, and
    ``settle`` tries to write it again: no alert is lost because of a full disk while the process lives. ``damaged``
    counts the files that were set aside.

    Args:
        folder: Made when it is missing (``OSError`` where that fails); letters of an earlier process are taken over.
        durable: Each letter is on the medium before ``put`` returns (about 1 ms on a solid-state disk, 20 ms on a
            rotating one). Without it a letter survives the end of the process, but not that of the machine.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder = folder
        self._durable = durable
        self._lock = threading.Lock()
        self._names: dict[str, str] = {}  # key → file name, in order
        self._memory: dict[str, SpoolEntry] = {}
        self._may_say = OncePer(60.0)
        self.refused = 0
        self.damaged = 0
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(path.name for path in folder.glob(f"*{SUFFIX}"))
        for name in names:
            self._names[_key_of(name)] = name
        self._number = int(names[-1].partition("-")[0]) if names else 0

    def __len__(self) -> int:
        return len(self._names)

    def keys(self) -> list[str]:
        """Keys in the order in which the letters are to be sent; a copy."""
        with self._lock:
            return list(self._names)

    def put(self, letter: SpoolEntry) -> None:
        """Keep the letter; never raises ``OSError``. A letter whose key is kept already is ignored."""
        with self._lock:
            if letter.key in self._names:
                return
            self._number += 1
            name = f"{self._number:012d}-{letter.key}{SUFFIX}"
            self._names[letter.key] = name
            try:
                self._write(name, letter)
            except OSError as error:
                self.refused += 1
                self._memory[letter.key] = letter
                logger.warning(
                    "spool_refused", folder=str(self._folder), error=str(error), kept_in_memory=len(self._memory)
                )

    def read(self, key: str) -> SpoolEntry | None:
        """The letter; None when it is gone, damaged (it has been set aside) or cannot be read now."""
        with self._lock:
            letter, name = self._memory.get(key), self._names.get(key)
        if letter is not None or name is None:
            return letter
        try:
            return unpack(key, (self._folder / name).read_bytes())
        except FileNotFoundError:
            self._forget(key)
        except SpoolError as error:
            self._set_aside(key, name, error)
        except OSError as error:  # the disk, or too many open files: the letters behind it are sent all the same
            if self._may_say(key):
                logger.warning("spool_unreadable", file=name, error=str(error))
        return None

    def remove(self, key: str) -> bool:
        """Delete a confirmed letter; False when there is none. Raises ``OSError`` when the disk refuses."""
        with self._lock:
            name = self._names.pop(key, None)
            self._memory.pop(key, None)
        if name is None:
            return False
        (self._folder / name).unlink(missing_ok=True)
        return True

    def settle(self) -> None:
        """Try again to write the letters that the disk refused; stops silently at the first it refuses again."""
        with self._lock:
            for key, letter in list(self._memory.items()):
                try:
                    self._write(self._names[key], letter)
                except OSError:
                    return
                del self._memory[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def _write(self, name: str, letter: SpoolEntry) -> None:
        path = self._folder / name
        try:
            with path.open("wb") as file:
                file.write(pack(letter))
                file.flush()
                if self._durable:
                    os.fsync(file.fileno())
            if self._durable:
                _sync_folder(self._folder)
        except OSError:
            path.unlink(missing_ok=True)
            raise

    def _forget(self, key: str) -> None:
        with self._lock:
            self._names.pop(key, None)

    def _set_aside(self, key: str, name: str, error: SpoolError) -> None:
        self.damaged += 1
        self._forget(key)
        aside = self._folder / "damaged"
        aside.mkdir(exist_ok=True)
        (self._folder / name).rename(aside / name)
        logger.error("spool_damaged", file=str(aside / name), error=str(error))


def _key_of(name: str) -> str:
    return name.removesuffix(SUFFIX).partition("-")[2]


def _sync_folder(folder: Path) -> None:
    """Write the folder's entries to the medium: without it a new file may be gone after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
