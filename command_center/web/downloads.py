"""Files that leave the centre: the headers that name them, and the row of the record that stands before they go."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import FileResponse, MalformedRangeHeader, Response

from command_center.alerts.record import Alert
from command_center.recordings.file_names import picture_file_name
from command_center.viewings.model import Act, File, Thing, Viewer
from command_center.viewings.service import Viewings


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made for the one who asks."""

    name: str
    media_type: str
    data: bytes


class StoredFile(FileResponse):
    """A file of the disk, whole or in parts. A ``Range`` that is none is passed over, as RFC 9110 has it: the framework
    refuses it in plain English. Parts that the file does not have are answered with 416 and no body."""

    @classmethod
    def _parse_range_header(cls, http_range: str, file_size: int) -> list[tuple[int, int]]:
        try:
            return super()._parse_range_header(http_range, file_size)
        except MalformedRangeHeader:
            return []


def file_headers(file: File, *, inline: bool = False) -> dict[str, str]:
    """Headers of a file: its name, and the SHA-256 of its bytes, as RFC 9530 and as ``sha256sum`` spell it."""
    shown = "inline" if inline else "attachment"
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode()
    return {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Repr-Digest": f"sha-256=:{digest}:",
        "X-SHA256": file.sha256,
    }


async def exported(
    viewings: Viewings, viewer: Viewer, thing: tuple[Thing, str], made: MadeFile, *, incident_id: UUID | None = None
) -> Response:
    """The answer with this file, once its row stands."""
    file = File(made.name, hashlib.sha256(made.data).hexdigest())
    await viewings.took(viewer, Act.EXPORTED, thing, file, incident_id=incident_id)
    headers = file_headers(file) | {"Cache-Control": "no-store"}
    return Response(made.data, media_type=made.media_type, headers=headers)


@dataclass(frozen=True, slots=True)
class SnapshotAnswers:
    """Answers with the picture of an alert."""

    viewings: Viewings
    zone: ZoneInfo

    async def answer(self, request: Request, viewer: Viewer, alert: Alert, jpeg: bytes, cache: str) -> Response:
        """A page shows the picture beside its alert by itself; opened alone, or by another program, it is on record."""
        name = picture_file_name(alert.camera_id or "alert", alert.captured_at, self.zone)
        file = File(name, hashlib.sha256(jpeg).hexdigest())
        if request.headers.get("sec-fetch-dest") != "image":
            thing = (Thing.SNAPSHOT, str(alert.id))
            await self.viewings.took(viewer, Act.OPENED, thing, file, incident_id=alert.incident_id)
        headers = file_headers(file, inline=True) | {"Cache-Control": cache, "X-Content-Type-Options": "nosniff"}
        return Response(jpeg, media_type="image/jpeg", headers=headers)
