"""Content type of a file by its bytes; what its name says is not believed. Pure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

LARGEST = 25 * 1024 * 1024
"""Bytes: a photo of a phone has 5, half a minute of its video 20."""
LONGEST_NAME = 120

OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4"})
"""What a page may show; everything else is only saved."""
FORBIDDEN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def media_type(data: bytes) -> str | None:
    """The type of what these bytes are; None for everything that is not taken."""
    return next((name for name, fits in KINDS if fits(data)), None) or _office(data) or _text(data)


KINDS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data[-2048:]),
    ("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR"),
    ("image/webp", lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP"),
    ("video/mp4", lambda data: data[4:8] == b"ftyp"),
    ("application/pdf", lambda data: data.startswith(b"%PDF-")),
)


def _office(data: bytes) -> str | None:
    """A Word or Excel file without macros; nothing of it is unpacked, only its directory is read."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in OFFICE.items() if part in names), None)


def _text(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    looks_like_markup = text.lstrip("\ufeff \t\r\n").startswith("<")
    return None if not text or looks_like_markup or FORBIDDEN_TEXT.search(text) else "text/plain"


def file_name(given: str) -> str:
    """The last part of the given name, without what has a meaning elsewhere."""
    last = re.split(r"[/\\]", given)[-1]
    kept = re.sub(r"[\x00-\x1f\x7f\"<>|:*?;]", "", last).strip(" .")
    return kept[-LONGEST_NAME:] or "file"
