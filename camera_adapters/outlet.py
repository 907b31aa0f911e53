"""Where the fragments of one connection go: the recording and the viewers."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from camera_adapters.feed_plan import FeedPlan
from camera_adapters.fragments import Fragment
from camera_adapters.logs import OncePer
from camera_adapters.messages import CameraSpec
from camera_adapters.recorder import Recorder
from camera_adapters.tools import CameraTools

logger = structlog.get_logger(__name__)


class Outlet:
    """Where the fragments of one connection go: the recording and the viewers, neither of which stops the other."""

    def __init__(self, plan: FeedPlan, spec: CameraSpec, epoch: int, tools: CameraTools, may_say: OncePer) -> None:
        self._plan = plan
        self._camera_id = spec.id
        self._tools = tools
        self._may_say = may_say
        self._showing: set[str] = set()
        self._recorder: Recorder | None = None
        if plan.records is not None:
            self._recorder = Recorder(tools.recordings_dir, spec.id, plan.records, epoch, tools.announce)

    def write(self, fragments: Sequence[Fragment]) -> None:
        """Pass fragments on."""
        for fragment in fragments:
            if self._recorder is not None:
                self._record(self._recorder, fragment)
            for stream in self._plan.always_live:
                self._tools.live.publish(self._camera_id, stream, fragment)
            for stream in self._plan.wanted_live:
                self._show(stream, fragment)

    def close(self) -> None:
        """Finish the recording's file."""
        if self._recorder is not None:
            try:
                self._recorder.close()
            except OSError as error:
                self._refused(error)

    def _record(self, recorder: Recorder, fragment: Fragment) -> None:
        try:
            recorder.write(fragment)
        except OSError as error:
            self._refused(error)

    def _refused(self, error: OSError) -> None:
        """A disk that refuses costs the recording, never the live picture or the alerts."""
        if self._may_say("recording"):
            logger.warning("recording_refused", camera=self._camera_id, error=str(error))

    def _show(self, stream: str, fragment: Fragment) -> None:
        """Begin with a keyframe, go on while somebody wants it."""
        if not self._tools.wants.active(self._camera_id, stream, self._tools.now()):
            self._showing.discard(stream)
        elif fragment.keyframe or stream in self._showing:
            self._showing.add(stream)
            self._tools.live.publish(self._camera_id, stream, fragment)
