"""One scene, frame by frame, into a file with its truth beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.scene.address import Hazard, SceneAddress
from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.encode import Encoder
from camera_adapters.sources.scene.faults import FAULTS, LAST, Fault
from camera_adapters.sources.scene.nuisances import NUISANCES, Layer
from camera_adapters.sources.scene.overlay import Overlay
from camera_adapters.sources.scene.sensor import Sensor
from camera_adapters.sources.scene.truth import TruthEvent, truth_json
from camera_adapters.sources.scene.world import Effect, World
from camera_adapters.sources.scene.worlds import WORLDS, zone_of

RENDERER = 4
"""Grows with every change of the pictures, so that old clips are rendered again."""
PROGRESS_EVERY = 25
"""Frames between two calls of the progress function."""

Progress = Callable[[float], None]


class Scene:
    """Everything that is drawn for one address; raises ``SourceError`` for a world or hazard that does not exist."""

    def __init__(self, address: SceneAddress, label: str) -> None:
        make = WORLDS.get(address.world)
        if make is None:
            raise _wrong("scene", f"unknown world {address.world!r}, known: {', '.join(sorted(WORLDS))}")
        self._address = address
        self._world = make(address.width, address.height, address.seed, address.seconds)
        plate = self._world.plate
        self._sensor = Sensor(plate, address.seed)
        self._overlay = Overlay(plate, label, address.fps)
        self._layers = _layers(address, plate)
        self._faults = _faults(address, plate)
        self._effects = _effects(address, self._world)
        self.events = [_event(address.world, hazard) for hazard in address.hazards]

    def frames(self) -> Iterator[Canvas]:
        """The pictures in order; one canvas, drawn over again each time. ``events`` fill on the way."""
        canvas = Canvas(self._address.width, self._address.height)
        for index in range(self._address.frames):
            self._draw(canvas, index, float(index / self._address.fps))
            yield canvas

    def _draw(self, canvas: Canvas, index: int, t: float) -> None:
        self._world.draw(canvas, t)
        for hazard, event in zip(self._address.hazards, self.events, strict=True):
            effect = self._effects.get(hazard)
            if effect is not None and hazard.start <= t < hazard.end:
                seen = effect.draw(canvas, t - hazard.start)
                event.note(t, seen.box, seen.value)
        for nuisance, layer in self._layers:
            if nuisance.start <= t < nuisance.end:
                layer(canvas, t - nuisance.start)
        self._sensor.expose(canvas)
        self._spoil(canvas, t, last=False)
        self._overlay.draw(canvas, index)
        self._spoil(canvas, t, last=True)

    def _spoil(self, canvas: Canvas, t: float, *, last: bool) -> None:
        for hazard, fault in self._faults.items():
            if hazard.start <= t < hazard.end and (hazard.kind in LAST) == last:
                fault(canvas, t - hazard.start)


def render(address: SceneAddress, label: str, video: Path, truth: Path, progress: Progress | None = None) -> None:
    """Write the clip and its truth; both paths are written in place, the caller makes that atomic."""
    scene = Scene(address, label)
    with Encoder(video, address.width, address.height, address.fps) as encoder:
        for index, canvas in enumerate(scene.frames()):
            encoder.write(canvas.i420)
            if progress is not None and index % PROGRESS_EVERY == 0:
                progress(index / address.frames)
    truth.write_text(truth_json(address, RENDERER, scene.events), encoding="utf-8")


def _layers(address: SceneAddress, plate: Canvas) -> list[tuple[Hazard, Layer]]:
    """The scene's nuisances in the table's order: first what is before the camera, then what is in it."""
    order = list(NUISANCES)
    listed = sorted(address.nuisances, key=lambda each: order.index(each.kind))
    return [(each, NUISANCES[each.kind](plate, address.seed, each.end - each.start)) for each in listed]


def _faults(address: SceneAddress, plate: Canvas) -> dict[Hazard, Fault]:
    return {hazard: FAULTS[hazard.kind](plate, address.seed) for hazard in address.hazards if hazard.kind in FAULTS}


def _effects(address: SceneAddress, world: World) -> dict[Hazard, Effect]:
    effects: dict[Hazard, Effect] = {}
    for hazard in address.hazards:
        if hazard.kind in FAULTS:
            continue
        effect = world.effect(hazard.kind, hazard.end - hazard.start)
        if effect is None:
            raise _wrong("hazards", f"{hazard.kind!r} cannot happen in the world {address.world!r}")
        effects[hazard] = effect
    return effects


def _event(world: str, hazard: Hazard) -> TruthEvent:
    kind = f"camera_{hazard.kind}" if hazard.kind in FAULTS else TRUTH_KINDS.get(hazard.kind, hazard.kind)
    return TruthEvent(kind, zone_of(world, hazard.kind), hazard.start, hazard.end)


TRUTH_KINDS = {"rise": "level_rise", "rock": "rockfall"}
"""Where the word in the address is shorter than the platform's name of the hazard."""


def _wrong(key: str, why: str) -> SourceError:
    return SourceError("address", f"scene URL, {key}: {why}", retry=False)
