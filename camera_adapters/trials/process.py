"""A trial in a process of its own that gets only what the live cameras leave; it ends with the worker that asked.

The request comes by standard input; a ``TrialReport`` as JSON goes out a line, the last one is final.
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import cv2

from camera_adapters.base.errors import AdapterError, DetectorSettingError
from camera_adapters.detectors.site import Site
from camera_adapters.messages import TrialPhase, TrialReport, TrialRequest
from camera_adapters.trials.trial import Progress, Trial
from common.priority import go_last

LONGEST = 900.0
"""Seconds that a trial may take; an hour of a small stream takes one or two minutes of an idle core."""


def run_trial(recordings: Path, site: Site, stop: threading.Event) -> int:
    """Read the request, run it, report; the exit status."""
    go_last()
    cv2.setNumThreads(1)
    request = TrialRequest.model_validate_json(sys.stdin.buffer.readline())
    begun, asked_at = monotonic(), datetime.now(UTC)

    def tell(phase: TrialPhase, progress: Progress, **more: str) -> None:
        report = TrialReport(
            phase=phase,
            asked_at=asked_at,
            progress=progress.share,
            seconds=progress.seconds,
            alerts=progress.alerts,
            **more,
        )
        sys.stdout.write(report.model_dump_json(exclude_none=True) + "\n")
        sys.stdout.flush()

    try:
        trial = Trial(request, recordings, site)
        found = trial.run(
            lambda progress: tell(TrialPhase.RUNNING, progress),
            lambda: stop.is_set() or monotonic() - begun > LONGEST,
        )
    except DetectorSettingError as error:
        tell(TrialPhase.FAILED, Progress(0.0, 0.0, ()), reason="setting", detail=str(error))
    except AdapterError as error:
        tell(TrialPhase.FAILED, Progress(0.0, 0.0, ()), reason="format", detail=str(error))
    else:
        late = monotonic() - begun > LONGEST
        if late or stop.is_set():
            tell(TrialPhase.FAILED, found, reason="time" if late else "stopped")
        else:
            tell(TrialPhase.DONE, Progress(1.0, found.seconds, found.alerts))
    return 0
