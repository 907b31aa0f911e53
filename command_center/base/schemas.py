"""Shapes that several parts of the HTTP interface share."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

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


UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that nobody means: PostgreSQL cannot store the first, XML (papers, CAP) none of them. Tabs and ends of
lines stay."""


def _storable(text: str) -> str:
    return UNPRINTABLE.sub("", text).strip()


Words = Annotated[str, AfterValidator(_storable)]
"""Text that people write, without blanks around it: one of blanks alone is none."""

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Times beyond have been mistyped, and adding an hour or a time zone to the ends of the calendar fails."""


_YEARS = {"first": EARLIEST.year, "last": LATEST.year}


def _of_our_time(at: datetime) -> datetime:
    if not EARLIEST <= at < LATEST:
        raise PydanticCustomError("moment_far_away", "lies outside {first} to {last}", _YEARS)
    return at


def _day_of_our_time(day: date) -> date:
    if not EARLIEST.date() <= day < LATEST.date():
        raise PydanticCustomError("moment_far_away", "lies outside {first} to {last}", _YEARS)
    return day


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
"""A time as clients send it: with its zone, from ``EARLIEST`` until before ``LATEST``."""

Day = Annotated[date, AfterValidator(_day_of_our_time)]
"""A day as clients send it, within the same bounds."""

Count = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""A number that rows are counted by; PostgreSQL's are no larger."""


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
