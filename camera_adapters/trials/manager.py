"""Manager of a worker's trials: one at a time, in a process of its own, reported to the centre as it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import redis
import structlog
from pydantic import ValidationError

from camera_adapters.messages import (
    TRIAL_TTL_SECONDS,
    TrialCancel,
    TrialPhase,
    TrialReport,
    TrialRequest,
    trial_claim_key,
    trial_key,
)
from camera_adapters.recording.replay import recorded_files

OLDEST = 30.0
"""Seconds after which a request is not taken any more: whoever asked has been told that nobody did."""
logger = structlog.get_logger(__name__)


def trial_command() -> list[str]:
    """How the process is started: it learns its parent's id, with which it is to die."""
    return [sys.executable, "-m", "camera_adapters", "trial", "--parent", str(os.getpid())]


class TrialManager:
    """``take`` and ``cancel`` are called by the command reader and return at once."""

    def __init__(
        self,
        client: redis.Redis,
        adapter: str,
        recordings: Path,
        environ: Mapping[str, str],
        command: Callable[[], list[str]] = trial_command,
    ) -> None:
        self._redis = client
        self._adapter = adapter
        self._recordings = recordings
        self._environ = dict(environ)
        self._command = command
        self._lock = threading.Lock()
        self._token: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    def take(self, request: TrialRequest) -> None:
        """Run it, unless one is under way here, another worker was first, or nothing of it was recorded here."""
        spec = request.spec
        with self._lock:
            if self._token is not None:
                return
            if not recorded_files(self._recordings, spec.id, spec.record, request.start, request.end):
                return
            claim = trial_claim_key(request.token)
            if not self._redis.set(claim, self._adapter.encode(), nx=True, ex=TRIAL_TTL_SECONDS):
                return
            self._token, self._cancelled = request.token, False
        threading.Thread(target=self._run, args=(request,), name="trial", daemon=True).start()

    def cancel(self, request: TrialCancel) -> None:
        """End the trial of this token, if it is ours."""
        with self._lock:
            if self._token == request.token:
                self._cancelled = True
                self._end()

    def close(self) -> None:
        """End the trial that is under way."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _run(self, request: TrialRequest) -> None:
        logger.info("trial_started", camera=request.spec.id, token=request.token)
        last = TrialReport(phase=TrialPhase.RUNNING, asked_at=datetime.now(UTC))
        try:
            last = self._follow(request, last)
        except OSError as error:
            last = last.model_copy(update={"detail": str(error)})
        finally:
            with self._lock:
                self._token, self._process = None, None
        if last.phase is TrialPhase.RUNNING:  # the process ended without a last word
            phase = TrialPhase.CANCELLED if self._cancelled else TrialPhase.FAILED
            last = last.model_copy(update={"phase": phase, "reason": None if self._cancelled else "stopped"})
            self._tell(request.token, last)
        logger.info("trial_ended", camera=request.spec.id, phase=last.phase, alerts=len(last.alerts))

    def _follow(self, request: TrialRequest, last: TrialReport) -> TrialReport:
        self._tell(request.token, last)
        process = subprocess.Popen(
            self._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self._environ, close_fds=True
        )
        with self._lock:
            self._process = process
            if self._cancelled:
                process.kill()
        with process:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
            try:
                process.stdin.write(request.model_dump_json().encode() + b"\n")
                process.stdin.close()
            except BrokenPipeError:
                logger.warning("trial_process_ended_early", token=request.token)
            for line in process.stdout:
                try:
                    last = TrialReport.model_validate_json(line)
                except ValidationError:
                    continue  # something a library printed
                self._tell(request.token, last)
        return last

    def _tell(self, token: str, report: TrialReport) -> None:
        told = report.model_copy(update={"adapter": self._adapter})
        try:
            self._redis.set(trial_key(token), told.model_dump_json(exclude_none=True), ex=TRIAL_TTL_SECONDS)
        except redis.RedisError:
            logger.warning("trial_not_told", token=token, phase=report.phase)
