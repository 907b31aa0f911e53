"""Bases of every message, and the identifiers and numbers that stand in several."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from camera_adapters.messages.keys import JPEG_FIELD, PAYLOAD_FIELD


class Wire(BaseModel):
    """Base of what travels: frozen, unknown keys ignored, numbers finite."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )

    def fields(self, jpeg: bytes | None = None) -> dict[bytes, bytes]:
        """The fields of its stream entry: the message as JSON, and ``jpeg`` where there is a picture."""
        fields = {PAYLOAD_FIELD: self.model_dump_json(exclude_none=True).encode()}
        if jpeg is not None:
            fields[JPEG_FIELD] = jpeg
        return fields


CameraId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")]

Unit = Annotated[float, Field(ge=0.0, le=1.0)]
"""A share, 0 to 1."""

Point = tuple[Unit, Unit]
"""Fractions of the picture's width and height, from the top left."""

Setting = bool | int | float | str
"""Value of one setting of a detector."""


AreaId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")]

StationId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")]
"""A station that measures water or rain."""
