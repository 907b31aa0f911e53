"""A detector's threshold: what it is now, and a camera on which it is another. Pure."""

from __future__ import annotations

from camera_adapters.messages import CameraSpec, DetectorCatalogue, DetectorSpec
from command_center.cameras.catalogue import setting_of
from command_center.quality.model import DetectorWatch

THRESHOLD = "threshold"


def watching(camera: CameraSpec, watch: DetectorWatch) -> DetectorSpec | None:
    """The detector that a watch is about, as the camera names it now."""
    return next((one for one in camera.detectors if (one.kind, one.zone) == (watch.detector, watch.zone)), None)


def threshold_of(camera: CameraSpec, watch: DetectorWatch, catalogue: DetectorCatalogue | None) -> float | None:
    """The present threshold; None where the camera has no such detector or nobody knows its default."""
    detector = watching(camera, watch)
    value = None if detector is None else setting_of(detector, THRESHOLD, catalogue)
    return None if value is None or isinstance(value, bool | str) else float(value)


def with_threshold(camera: CameraSpec, watch: DetectorWatch, threshold: float) -> CameraSpec:
    """The camera with another threshold of this detector; the same camera where it has none."""
    wanted = watching(camera, watch)
    detectors = tuple(
        one.model_copy(update={"settings": {**one.settings, THRESHOLD: threshold}}) if one is wanted else one
        for one in camera.detectors
    )
    return camera.model_copy(update={"detectors": detectors})
