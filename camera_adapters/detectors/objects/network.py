"""The object network of a worker process: one session for all of its cameras, one look at a time.

Measured on the development machine with a network of 0.9 million parameters at 416 × 416: 8 ms a look with one thread
on a quiet machine; two threads on a busy machine take up to 132 ms, so there is one.

Without a network, and with one that cannot be loaded, motion detection runs as it is: ``look`` answers None.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Protocol

import numpy as np
import onnxruntime
import structlog

from camera_adapters.base.boxes import BoxTuple
from camera_adapters.base.errors import ObjectNetworkError
from camera_adapters.detectors.objects import yolox
from camera_adapters.detectors.objects.finding import Detection
from camera_adapters.video.frames import Frame

LEAST_SCORE = 0.2
"""What is less sure than this is not even weighed."""
PATIENCE_SECONDS = 0.25
"""A camera does not wait longer for its turn: it also has packets to pass on. A look that is left out is counted."""
WHOLE: BoxTuple = (0.0, 0.0, 1.0, 1.0)
logger = structlog.get_logger(__name__)


class ObjectNetwork(Protocol):
    """Names what stands in a picture."""

    def extract(self, frame: Frame, crop: BoxTuple = WHOLE) -> list[Detection] | None:
        """What is seen in a crop of the frame; None when there is no answer now. Never raises."""
        ...


class SharedNetwork:
    """Loads its file at the first look; safe to use from all camera threads of a process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._loaded: LoadedNetwork | None = None
        self.problem: str | None = None
        """Why there is no network, in words for a person; None while it works or has not been needed."""
        self.looks = 0
        self.skipped = 0
        self.seconds = 0.0
        """How long all looks together took."""

    @property
    def figures(self) -> dict[str, float]:
        """Counts and times of its looks, for the metrics of the process."""
        return {
            "object_looks": self.looks,
            "object_looks_skipped": self.skipped,
            "object_looks_seconds": self.seconds,
            "object_network_failed": float(self.problem is not None),
        }

    def extract(self, frame: Frame, crop: BoxTuple = WHOLE) -> list[Detection] | None:
        """As in ``ObjectNetwork``."""
        if self.problem is not None:
            return None
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            self.skipped += 1
            return None
        try:
            return self._look(frame, crop)
        except ObjectNetworkError as error:
            self.problem = str(error)
            logger.warning("object_network_failed", path=str(self._path), problem=error.problem)
            return None
        finally:
            self._lock.release()

    def _look(self, frame: Frame, crop: BoxTuple) -> list[Detection]:
        if self._loaded is None:
            self._loaded = load(self._path)
            logger.info("object_network_loaded", path=str(self._path), classes=len(self._loaded.names))
        begun = perf_counter()
        found = self._loaded.findings(frame, crop)
        self.looks += 1
        self.seconds += perf_counter() - begun
        return found


class LoadedNetwork:
    """A session with what is known of its input and output; one thread at a time."""

    def __init__(
        self, path: Path, session: onnxruntime.InferenceSession, grid: yolox.Grid, names: Sequence[str]
    ) -> None:
        self._path = path
        self._session = session
        self._input = session.get_inputs()[0].name
        self._grid = grid
        self.names = names

    def findings(self, frame: Frame, crop: BoxTuple) -> list[Detection]:
        """What stands in the crop, boxes as fractions of the picture; ``ObjectNetworkError`` when the run fails."""
        picture, covered = yolox.letter_box(frame, crop, self._grid)
        rows = _run(self._path, self._session, picture)
        return [each.moved_into(crop) for each in yolox.findings(rows, self._grid, self.names, covered, LEAST_SCORE)]


def load(path: Path) -> LoadedNetwork:
    """The network of an ONNX file; ``ObjectNetworkError`` says what is wrong with it.

    The names of its classes stand in ``NAME.names`` beside ``NAME.onnx``, one a line, unless they are the 80 of COCO.
    """
    session = _open(path)
    width, height = _input_size(path, session)
    # What export it is shows in the answer to an empty picture.
    rows = _run(path, session, np.full((1, 3, height, width), yolox.GREY, dtype=np.float32))
    wanted = yolox.Grid.rows(width, height)
    if rows.ndim != 2 or rows.shape[0] != wanted or rows.shape[1] < 6:
        raise ObjectNetworkError(path, f"is no YOLOX network: its output is {rows.shape}, not ({wanted}, 5 + classes)")
    grid = yolox.Grid(width, height, yolox.looks_decoded(rows, width))
    return LoadedNetwork(path, session, grid, _names(path, rows.shape[1] - 5))


def _open(path: Path) -> onnxruntime.InferenceSession:
    if not path.is_file():
        raise ObjectNetworkError(path, "is not there")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # its own words go to the error below, not to the terminal
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library has no common base for what a bad file makes it raise
        raise ObjectNetworkError(path, f"cannot be loaded: {str(error)[:200]}") from error


def _input_size(path: Path, session: onnxruntime.InferenceSession) -> tuple[int, int]:
    inputs = session.get_inputs()
    shape = inputs[0].shape
    if len(inputs) != 1 or inputs[0].type != "tensor(float)" or len(shape) != 4 or shape[1] != 3:
        raise ObjectNetworkError(path, f"must take one picture of three colours as floats, not {shape}")
    if not all(isinstance(side, int) and side > 0 and side % max(yolox.STRIDES) == 0 for side in shape[2:]):
        raise ObjectNetworkError(path, f"must have a fixed input size in multiples of 32, not {shape[2:]}")
    return int(shape[3]), int(shape[2])


def _names(path: Path, classes: int) -> Sequence[str]:
    beside = path.with_suffix(".names")
    if not beside.exists():
        if classes != len(yolox.COCO):
            raise ObjectNetworkError(path, f"has {classes} classes and no {beside.name} beside it that names them")
        return yolox.COCO
    try:
        lines = beside.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ObjectNetworkError(path, f"has a {beside.name} that cannot be read: {error}") from error
    names = [line.strip() for line in lines if line.strip()]
    if len(names) != classes:
        raise ObjectNetworkError(path, f"has {classes} classes, but {beside.name} names {len(names)}")
    return names


def _run(path: Path, session: onnxruntime.InferenceSession, picture: yolox.Rows) -> yolox.Rows:
    try:
        output: object = session.run(None, {session.get_inputs()[0].name: picture})[0]
    except Exception as error:  # as above
        raise ObjectNetworkError(path, f"cannot be run: {str(error)[:200]}") from error
    rows: yolox.Rows = np.asarray(output, dtype=np.float32)[0]
    return rows
