"""Catalogue of detectors as the workers tell it: what each can be set to."""

from __future__ import annotations

from typing import Literal

from camera_adapters.messages.wire import Setting, Wire

CATALOGUE_KEY = "detectors"
"""String: ``DetectorCatalogue`` as JSON. Every worker writes it when it starts and once a minute, without expiry, so
that the page can set up detectors while no adapter runs."""


class SettingInfo(Wire):
    """One setting of a detector, with its bounds; both ends are allowed unless ``above``: then ``low`` is not."""

    key: str
    type: Literal["number", "integer", "boolean", "text"]
    default: Setting | None = None
    """None where it depends on the camera or on what is seen."""
    low: float | None = None
    high: float | None = None
    above: bool = False
    unit: str | None = None
    """``s``, ``fps``, ``m``, ``share`` (of the picture, 0 to 1) …"""
    rule: bool = False
    """It belongs to the alert's rule, and every detector has it."""


class DetectorInfo(Wire):
    """A kind of detector as a camera may have it."""

    kind: str
    raises: tuple[str, ...] = ()
    """Kinds of alerts it can raise."""
    takes: tuple[str, ...] = ()
    """What its ``zone`` may name: purposes of zones, or ``gauge``; empty: it looks at the whole picture."""
    needs_zone: bool = False
    settings: tuple[SettingInfo, ...] = ()


class DetectorCatalogue(Wire):
    """Every kind of detector that the adapters know."""

    detectors: tuple[DetectorInfo, ...] = ()

    def find(self, kind: str) -> DetectorInfo | None:
        return next((info for info in self.detectors if info.kind == kind), None)
