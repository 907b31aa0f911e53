"""Nuisances that fool detectors although nothing happens, in a visible table: layers over any world.

``nuisances=rain@0-60,shake@30-50`` in a scene's address. Each layer is made once for a scene from its seed and lays
itself over the picture, before the sensor's noise. They are laid in the order of the table: what happens before the
camera first, what happens in it last. A new one is a function and a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from camera_adapters.sources.scene.nuisances import lens, light, night, weather, wind
from camera_adapters.sources.scene.nuisances.layer import Layer, MakeLayer

__all__ = ["NUISANCES", "Layer", "MakeLayer"]

NUISANCES: Mapping[str, MakeLayer] = MappingProxyType(
    {
        "sway": wind.sway,
        "glitter": wind.glitter,
        "shadow": light.shadow,
        "fog": weather.fog,
        "fogbank": weather.fog_bank,
        "dusk": light.dusk,
        "neon": night.neon,
        "headlights": night.headlights,
        "rain": weather.rain,
        "snow": weather.snow,
        "lightning": light.lightning,
        "infrared": night.infrared,
        "insects": night.insects,
        "web": night.web,
        "exposure": light.exposure,
        "shake": lens.shake,
    }
)
