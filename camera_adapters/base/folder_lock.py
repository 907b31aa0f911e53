"""Lock on a folder: of all processes that want to do the same in it, one does, and another when that one has died."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TextIO


class FolderLock:
    """Used by one thread. ``name`` is the file in the folder on which the lock is held."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._file: TextIO | None = None

    def held(self) -> bool:
        """Whether it is ours, now or from now on. Makes the folder where it is missing; raises ``OSError``."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = (self._folder / self._name).open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Give the lock up, so that another process can take it."""
        if self._file is not None:
            self._file.close()
            self._file = None
