"""The site that a camera stands on: what its detectors know of the place beside the camera's own set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

from camera_adapters.detectors.objects.network import ObjectNetwork


@dataclass(frozen=True, slots=True)
class Site:
    """The same for all cameras of a worker, and for every trial of one of them."""

    time_zone: tzinfo = UTC
    """By it the working hours of a works site and the days of the flood season are meant."""
    network: ObjectNetwork | None = None
    """Names what moves; without one motion alone says that somebody is there."""
