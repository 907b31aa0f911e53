"""Sinks of one connection's fragments: the recording and the live viewers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from camera_adapters.camera.dependencies import CameraDependencies
from camera_adapters.camera.feed_plan import FeedPlan
from camera_adapters.messages import Stream
from camera_adapters.recording.recorder import Recorder
from camera_adapters.video.fragments import Fragment

logger = structlog.get_logger(__name__)


class FragmentSinks:
    """Passes fragments on; neither the recording nor a viewer stops the other. One connection, one thread.

    ``on_disk_error`` hears why nothing is recorded, and None when it is again.
    """

    def __init__(
        self,
        plan: FeedPlan,
        camera_id: str,
        epoch: int,
        dependencies: CameraDependencies,
        on_disk_error: Callable[[str | None], None],
    ) -> None:
        self._plan = plan
        self._camera_id = camera_id
        self._dependencies = dependencies
        self._on_disk_error = on_disk_error
        self._error: str | None = None
        self._showing: set[Stream] = set()
        self._recorder: Recorder | None = None
        if plan.records is not None:
            self._recorder = Recorder(
                dependencies.recordings_dir,
                camera_id,
                plan.records,
                epoch,
                dependencies.announce,
                adapter=dependencies.adapter,
            )

    def write(self, fragments: Sequence[Fragment]) -> None:
        """Hand fragments to the recorder and to the live streams of the plan; never raises."""
        for fragment in fragments:
            if self._recorder is not None:
                self._record(self._recorder, fragment)
            for stream in self._plan.always_live:
                self._dependencies.live.publish(self._camera_id, stream, fragment)
            for stream in self._plan.wanted_live:
                self._show(stream, fragment)

    def close(self) -> None:
        """Close the recording's open file, which announces it."""
        if self._recorder is not None:
            self._recorder.close()

    def _record(self, recorder: Recorder, fragment: Fragment) -> None:
        recorder.write(fragment)
        if recorder.error != self._error:
            self._error = recorder.error
            logger.warning("recording_error", camera=self._camera_id, stream=self._plan.stream, error=self._error)
            self._on_disk_error(self._error)

    def _show(self, stream: Stream, fragment: Fragment) -> None:
        """Publish while a viewer wants the stream, from a keyframe on."""
        if not self._dependencies.wants.active(self._camera_id, stream, self._dependencies.now()):
            self._showing.discard(stream)
        elif fragment.keyframe or stream in self._showing:
            self._showing.add(stream)
            self._dependencies.live.publish(self._camera_id, stream, fragment)
