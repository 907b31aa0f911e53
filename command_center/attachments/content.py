"""Content type of a file by its bytes; what its name says is not believed. Pure."""

from __future__ import annotations

import codecs
import re
import struct
import unicodedata
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
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    OFFICE["word/document.xml"]: ".docx",
    OFFICE["xl/workbook.xml"]: ".xlsx",
}
"""The ending that a file of each type is stored under: the sender's own may be one that a double click runs."""
LONGEST_DIRECTORY = 512 * 1024
"""Bytes of a ZIP file's directory: a thick Word file has 20 kB. Half a million entries took 5 s and 226 MB to read."""
_END_OF_ZIP = struct.Struct("<4s4H2LH")
INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4"})
"""What a page may show; everything else is only saved."""
PIECE = 256 * 1024
"""Bytes of text that are looked at in one go: a millisecond."""
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
    """A Word or Excel file without macros; nothing of it is unpacked, only its directory is read, if it is small."""
    if not data.startswith(b"PK\x03\x04") or _directory(data) > LONGEST_DIRECTORY:
        return None
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in OFFICE.items() if part in names), None)


def _directory(data: bytes) -> int:
    """Bytes of a ZIP file's directory as its end tells; more than any bound where it has no end that can be read.

    So with an end of 64 bits, whose own size readers believe instead: no file of 25 MB needs one.
    """
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) - end < _END_OF_ZIP.size or data[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
        return LONGEST_DIRECTORY + 1
    return int(_END_OF_ZIP.unpack_from(data, end)[5])


def _text(data: bytes) -> str | None:
    """Looked at piece by piece: a search through all of it at once would hold up every other thread."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    begun = False
    try:
        for start in range(0, len(data), PIECE):
            text = decoder.decode(data[start : start + PIECE], final=start + PIECE >= len(data))
            if FORBIDDEN_TEXT.search(text):
                return None
            first = "" if begun else text.lstrip("\ufeff \t\r\n")
            if first.startswith("<"):
                return None
            begun = begun or bool(first)
    except UnicodeDecodeError:
        return None
    return "text/plain" if data else None


def file_name(given: str, kind: str) -> str:
    """The last part of the given name without what has a meaning elsewhere, with the ending of its type.

    Invisible characters go too: one that turns the writing direction makes ``photo-gpj.bat`` read as a photo.
    """
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf"})
    kept = re.sub(r"[\"<>|:*?;]", "", seen).strip(" .")
    stem, ending = re.sub(r"(\.[A-Za-z]\w{0,4})+$", "", kept), ENDINGS[kind]
    return (stem.strip(" .")[: LONGEST_NAME - len(ending)] or "file") + ending
