"""Site of a camera: what its detectors know of the place, beside the camera's own set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

from camera_adapters.detectors.objects.network import ObjectNetwork


@dataclass(frozen=True, slots=True)
class Site:
    """The same for all cameras of a worker, and for every trial of one of them."""

    time_zone: tzinfo = UTC
    """Working hours of a works site and days of the flood season are meant in this zone."""
    network: ObjectNetwork | None = None
    """Names what moves; without a network everything that moves as a body does is an intrusion."""
