"""The folder of files, each under the hash of its bytes: the same file twice is stored once, a name leads nowhere."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Collection
from pathlib import Path

HASH = re.compile(r"^[0-9a-f]{64}$")


def hash_of(data: bytes) -> str:
    """SHA-256 of bytes, as the folder names them."""
    return hashlib.sha256(data).hexdigest()


class FileStore:
    """Owns ``root``; makes it when it is needed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        """Where a file with this hash stands. Raises ValueError for what is no hash."""
        if not HASH.match(sha256):
            raise ValueError(f"{sha256!r} is no SHA-256")
        return self._root / sha256[:2] / sha256

    def keep(self, data: bytes) -> str:
        """Store bytes durably; their hash. What is there already is not written again."""
        sha256 = hash_of(data)
        target = self.path(sha256)
        if target.exists():
            target.touch()  # in use again: see ``strays``
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._write(target, data)
        return sha256

    def strays(self, known: Collection[str], before: float) -> list[Path]:
        """Files that no row names, last stored before this moment (seconds since 1970), and parts of broken writes."""
        found = (path for path in self._root.glob("*/*") if path.is_file() and path.name not in known)
        return [path for path in found if path.stat().st_mtime < before]

    def _write(self, target: Path, data: bytes) -> None:
        """All or nothing: written beside, made durable, then put in its place."""
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
