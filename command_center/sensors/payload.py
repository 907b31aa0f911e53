"""Payload of a station's reading, by HTTP and by MQTT alike. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.base.schemas import Body
from command_center.stations.model import Reading

MOST = 500
"""Readings of one message: a station that was cut off for a day catches up in three."""


class ReadingBody(Body):
    """One reading; without ``at`` it is of now."""

    at: AwareDatetime | None = None
    level_m: Annotated[float, Field(ge=-1000, le=10_000)] | None = None
    rain_mm_h: Annotated[float, Field(ge=0, le=1000)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ReadingBody:
        if self.level_m is None and self.rain_mm_h is None:
            raise PydanticCustomError("nothing_measured", "one of level_m and rain_mm_h must be given")
        return self

    def reading(self, now: datetime) -> Reading:
        """As the station's watch takes it."""
        return Reading(self.at or now, self.level_m, self.rain_mm_h)


class ReadingsBody(Body):
    """Several readings in one message."""

    readings: tuple[ReadingBody, ...] = Field(min_length=1, max_length=MOST)


Payload = ReadingsBody | ReadingBody


def readings_of(body: Payload, now: datetime) -> list[Reading]:
    """The readings of either shape."""
    bodies = body.readings if isinstance(body, ReadingsBody) else (body,)
    return [each.reading(now) for each in bodies]
