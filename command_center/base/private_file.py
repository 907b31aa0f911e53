"""Private files: written whole or not at all, and read by their owner alone (mode 600)."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write the file, or replace what stands there. One process at a time."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    _write(draft, text)
    draft.replace(path)


def make_private(path: Path, text: str) -> None:
    """Write the file where there is none; one that another process wrote meanwhile stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    _write(draft, text)
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
