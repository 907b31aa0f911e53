"""Locks of the Python packages: names and versions that ``requirements/*.txt`` fix."""

from __future__ import annotations

import re
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def canonical(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(folder: Path) -> list[tuple[str, str]]:
    """Name and version of every package of the locks, each once; one that differs by platform stands twice."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((folder / "requirements").glob("*.txt")))
    return sorted({(canonical(name), version) for text in texts for name, version in PINNED.findall(text)})
