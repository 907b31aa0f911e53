"""Shapes that several parts of the HTTP interface share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from command_center.base.datum import to_wgs84


class Reply(BaseModel):
    """Base of what the centre answers."""

    model_config = ConfigDict(
        frozen=True, from_attributes=True, ser_json_inf_nan="null", json_schema_serialization_defaults_required=True
    )


class Body(BaseModel):
    """Base of what clients send: an unknown key is an error that names it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class TextReply(Reply):
    """A text in both languages."""

    zh: str
    en: str


class PositionReply(Reply):
    """WGS84, degrees."""

    lon: float
    lat: float


def _storable(text: str) -> str:
    """PostgreSQL cannot store NUL characters, and nobody means them."""
    return text.replace("\0", "")


Words = Annotated[str, AfterValidator(_storable)]
"""Text that people write."""


class ReasonBody(Body):
    """Why something is done."""

    reason: Annotated[Words, Field(min_length=1, max_length=2000)]


class Place(Body):
    """A place on the map. ``datum``: Chinese map apps show GCJ-02, some 500 m beside WGS84."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    datum: Literal["wgs84", "gcj02"] = "wgs84"

    def wgs84(self) -> dict[str, float]:
        """The place as rows keep it."""
        lon, lat = to_wgs84(self.lon, self.lat) if self.datum == "gcj02" else (self.lon, self.lat)
        return {"lon": round(lon, 6), "lat": round(lat, 6)}


Grade = Annotated[int, Field(ge=1, le=4)]
"""A level, Ⅰ to Ⅳ, as clients send it."""

Level = Literal[1, 2, 3, 4]
"""A level, Ⅰ to Ⅳ, as the centre answers it."""
