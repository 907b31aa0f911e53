"""A worker process: composed here, run by ``Worker.run``, ended by SIGTERM or by the death of its supervisor."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import cv2
import structlog
import uuid_utils.compat as uuids

from camera_adapters.base.connection import connect
from camera_adapters.base.settings import GIGABYTE, AdapterSettings
from camera_adapters.camera.camera import Camera
from camera_adapters.camera.dependencies import CameraDependencies
from camera_adapters.camera.probing import Probing
from camera_adapters.delivery.announcer import SegmentAnnouncer
from camera_adapters.delivery.canary import canary_alert
from camera_adapters.delivery.orphans import SEGMENTS, OrphanSender
from camera_adapters.delivery.publisher import AlertPublisher, SpoolSender
from camera_adapters.delivery.spool import Spool
from camera_adapters.detectors.catalogue import catalogue
from camera_adapters.detectors.objects.network import SharedNetwork
from camera_adapters.detectors.site import Site
from camera_adapters.live.publisher import LivePublisher
from camera_adapters.live.wants import CommandReader, Wants
from camera_adapters.messages import CameraSpec, Heartbeat, Link, TrialCancel, TrialRequest
from camera_adapters.process import metrics
from camera_adapters.process.control import Control, WorkerGroup
from camera_adapters.process.desired import MemoryFile
from camera_adapters.process.fleet import Fleet
from camera_adapters.process.lease import Leases
from camera_adapters.recording.deletion import RecordingDeletion, RecordingFolder
from camera_adapters.recording.disk_sync import DiskSync
from camera_adapters.recording.repair import repair
from camera_adapters.sources import open_source
from camera_adapters.trials.manager import TrialManager
from common.backoff import jittered
from common.masking import KNOWN

logger = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock of the process."""
    return datetime.now(UTC)


class Worker:
    """All parts of one worker process. ``environ`` is that of the process; cameras get only their secrets from it."""

    def __init__(self, settings: AdapterSettings, slot: int, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._slot = slot
        self.adapter = f"{settings.name}-{slot}"
        secrets = settings.secret_names.of(environ)
        KNOWN.remember(secrets.values())
        self._network = None if settings.object_model is None else SharedNetwork(settings.object_model)
        self._site = Site(ZoneInfo(settings.time_zone), self._network)
        self._alive = settings.alive_file(self.adapter)
        self._alive.parent.mkdir(parents=True, exist_ok=True)
        client = connect(settings.redis_url)
        spool_dir = settings.spool_dir(self.adapter)
        self._spool = Spool(spool_dir)
        self._publisher = AlertPublisher(SpoolSender(self.adapter, self._spool, client))
        self._announcer = SegmentAnnouncer(Spool(spool_dir / SEGMENTS, durable=False), client, uuids.uuid7)
        self._live = LivePublisher(connect(settings.live_redis_url))
        self._wants = Wants()
        dependencies = self._dependencies(secrets)
        self._fleet = Fleet(partial(self._camera, dependencies=dependencies))
        self._control = Control(
            WorkerGroup(self.adapter, settings.workers),
            self._fleet,
            client,
            MemoryFile(settings.cache_dir(self.adapter)),
            self._heartbeat,
            now=utc_now,
            catalogue=catalogue().model_dump_json(),
        )
        self._trials = TrialManager(client, self.adapter, settings.recordings_dir, environ)
        self._commands = CommandReader(
            client,
            self._wants,
            on_changed=self._control.wake,
            on_canary=self._canary,
            on_trial=self._try,
            on_probe=Probing(client, dependencies).take,
        )
        leases = Leases(client, self.adapter)
        self._orphans = OrphanSender(settings.data_dir / "spool", self.adapter, client, leases.live)
        self._disk_sync = DiskSync(settings.recordings_dir, settings.recording_sync_seconds)
        self._retention = RecordingDeletion(self._place(), self.adapter, client, self._announcer.announce, utc_now)

    def run(self, stop: threading.Event) -> None:
        """Run until ``stop``; then close all files, give the leases up and send what is due."""
        cv2.setNumThreads(1)
        end_metrics = self._serve_metrics()
        self._announcer.start()
        self._publisher.start()
        self._control.start()
        self._commands.start()
        self._retention.start()
        self._disk_sync.start()
        if self._slot == 0:
            self._orphans.start()
        model = self._settings.object_model
        logger.info("worker_started", pid=os.getpid(), object_network="none" if model is None else str(model))
        stop.wait()
        logger.info("worker_stopping", cameras=len(self._fleet.epochs))
        self._commands.close()
        self._trials.close()
        self._retention.close()
        self._orphans.close()
        self._control.close()
        self._live.close()
        self._announcer.close()
        self._publisher.close()
        self._disk_sync.close()
        end_metrics()
        self._alive.unlink(missing_ok=True)
        logger.info("worker_stopped")

    def _dependencies(self, environ: Mapping[str, str]) -> CameraDependencies:
        return CameraDependencies(
            adapter=self.adapter,
            recordings_dir=self._settings.recordings_dir,
            source_cache_dir=self._settings.source_cache_dir,
            publisher=self._publisher,
            live=self._live,
            announce=self._announcer.announce,
            wants=self._wants,
            open_source=open_source,
            site=self._site,
            backoff=partial(jittered, random.Random()),
            environ=environ,
            new_id=uuids.uuid7,
            now=utc_now,
        )

    def _camera(self, spec: CameraSpec, epoch: int, dependencies: CameraDependencies) -> Camera:
        """A camera of ours; what a former holder left open of its recording is closed first."""
        try:
            repaired = repair(dependencies.recordings_dir, spec.id, self.adapter, dependencies.announce)
            if repaired:
                logger.info("recordings_repaired", camera=spec.id, files=repaired)
        except OSError as error:
            logger.warning("repair_failed", camera=spec.id, error=str(error))
        return Camera(spec, epoch, dependencies)

    def _place(self) -> RecordingFolder:
        limit, free = self._settings.recording_limit_gb, self._settings.recording_min_free_gb
        return RecordingFolder(self._settings.recordings_dir, int(limit * GIGABYTE), int(free * GIGABYTE))

    def _heartbeat(self) -> Heartbeat:
        with suppress(OSError):  # its age tells the supervisor; a disk that refuses must not cost the leases
            self._alive.touch()
        return Heartbeat(
            adapter=self.adapter,
            cameras=tuple(sorted(self._fleet.epochs)),
            spooled=self._publisher.spooled,
            dropped_fragments=self._live.dropped,
            pid=os.getpid(),
            at=utc_now(),
        )

    def _canary(self, token: str) -> None:
        self._publisher.publish(canary_alert(token, self.adapter, uuids.uuid7(), utc_now()))

    def _try(self, request: TrialRequest | TrialCancel) -> None:
        if isinstance(request, TrialRequest):
            self._trials.take(request)
        else:
            self._trials.cancel(request)

    def _serve_metrics(self) -> metrics.Stop:
        port = self._settings.metrics_port
        if port is None:
            return lambda: None
        return metrics.serve(port + self._slot, self._settings.metrics_token.get_secret_value(), self._figures)

    def _figures(self) -> dict[str, float]:
        cameras = self._fleet.cameras
        return {
            "cameras": len(cameras),
            "cameras_online": sum(camera.health().link is Link.ONLINE for camera in cameras),
            "alerts_spooled": self._publisher.spooled,
            "segments_waiting": self._announcer.waiting,
            "live_published": self._live.published,
            "live_dropped": self._live.dropped,
            "recordings_deleted": self._retention.deleted,
            "recordings_sync_seconds": self._disk_sync.took,
            "recordings_sync_failed": self._disk_sync.failed,
            "spool_refused": self._spool.refused,
            "spool_damaged": self._spool.damaged,
            "commands_unreadable": self._commands.unreadable,
            **(self._network.figures if self._network is not None else {}),
        }
