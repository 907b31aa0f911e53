"""Rendered scenes: cameras that do not exist, for the demo and for tests that need the exact truth.

``scene:WORLD?seed=5&seconds=120&size=640x360&fps=12.5&hazards=smoke@20-80,covered@90-110``

=========  ===================================================================  =========
key        meaning                                                              default
=========  ===================================================================  =========
(path)     the world: see ``worlds.WORLDS``
seed       whole number; an address gives the same pictures, byte by byte       1
seconds    length of the loop, 1 to 900                                         40
size       WIDTHxHEIGHT in pixels, multiples of 4, 160x88 to 1920x1080          640x360
fps        pictures a second, 1 to 30                                           12.5
hazards    ``kind@start-end`` in seconds of scene time, separated by commas     none
nuisances  what fools detectors, written like the hazards                       none
=========  ===================================================================  =========

Hazards: ``smoke flame rock`` (mountain), ``rock`` (slope), ``rise flood debris person`` (river), ``person boat
swimmer`` (reservoir), ``person`` (site), and everywhere the faults ``covered blurred moved shaking frozen black``.
Nuisances, over any world: ``sway glitter shadow fog fogbank dusk neon headlights rain snow lightning infrared insects
web exposure shake``. A wrong key, world, hazard or nuisance raises ``SourceError("address")`` that names it.

A scene is rendered once into the cache folder, with its truth beside it as JSON (``truth.TruthEvent``: kind, zone,
t_on, t_off, a box for every second), and played by the file source from then on. Burnt in are the camera's name, the
scene's time and the number of the frame; never the time of the wall, because a clip is shown again and again.
"""

from __future__ import annotations

from camera_adapters.sources.base import Source, SourceOptions
from camera_adapters.sources.file import open_file
from camera_adapters.sources.scene.address import SceneAddress, parse_address
from camera_adapters.sources.scene.batch import BatchProgress, SceneJob, render_all
from camera_adapters.sources.scene.cache import clip_path, ensure_clip

__all__ = ["BatchProgress", "SceneAddress", "SceneJob", "clip_path", "ensure_clip", "open_scene", "render_all"]


def open_scene(url: str, options: SourceOptions) -> Source:
    """Render the scene if need be, then play its clip in a loop; raises ``SourceError``."""
    clip = ensure_clip(parse_address(url), options.label, options.cache_dir, options.progress)
    return open_file(clip.resolve().as_uri(), options)
