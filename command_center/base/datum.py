"""Conversion between GCJ-02, the datum of Chinese map apps, and WGS84. Pure."""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

SEMI_MAJOR = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
"""Krasovsky 1940, on which GCJ-02 is defined."""
CHINA = (73.66, 3.86, 135.05, 53.55)
"""West, south, east, north: outside, GCJ-02 is WGS84."""
ROUNDS = 4
"""Each round of the inversion gains about three digits; four leave less than a millimetre."""


def to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """WGS84 longitude and latitude of a point in GCJ-02; all in degrees."""
    guess = lon, lat
    for _ in range(ROUNDS):
        shifted = to_gcj02(*guess)
        guess = guess[0] - (shifted[0] - lon), guess[1] - (shifted[1] - lat)
    return guess


def to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 longitude and latitude of a point in WGS84, the same point outside ``CHINA``; all in degrees."""
    west, south, east, north = CHINA
    if not (west <= lon <= east and south <= lat <= north):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    curvature = 1 - ECCENTRICITY_SQUARED * sin(radians(lat)) ** 2
    north_by = _northing(x, y) * 180 / ((SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED)) / (curvature * sqrt(curvature)) * pi)
    east_by = _easting(x, y) * 180 / (SEMI_MAJOR / sqrt(curvature) * cos(radians(lat)) * pi)
    return lon + east_by, lat + north_by


def _northing(x: float, y: float) -> float:
    """Metres."""
    value = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    value += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    value += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    return value + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3


def _easting(x: float, y: float) -> float:
    """Metres."""
    value = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    value += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    value += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    return value + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
