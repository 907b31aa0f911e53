"""One frame on its way from the detectors to the alert desk."""

from __future__ import annotations

from camera_adapters.alerts.observation import Observation
from camera_adapters.analysis.stream_analysis import DetectorRunner, FrameAnalysis
from camera_adapters.camera.health import CameraStatus
from camera_adapters.messages import Phase
from camera_adapters.video.frames import Frame
from tests.camera_adapters.analysis.test_stream_analysis import Post, Sure, dispatcher, frame


def test_a_listener_hears_what_the_detectors_say_and_the_desk_raises_it() -> None:
    post, heard = Post(), []

    def listen(_frame: Frame, found: list[Observation]) -> None:
        heard.extend(found)

    frame_analysis = FrameAnalysis(DetectorRunner("c0", [Sure()], CameraStatus().remark), dispatcher(post), listen)
    for number in range(4):
        frame_analysis.take(frame(number / 5))
    assert [seen.detector for seen in heard] == ["sure/2"] * 4
    assert post.sent[0][0].phase is Phase.RAISED


def test_a_vetoed_kind_is_heard_with_its_reason_and_raises_nothing() -> None:
    post, reasons = Post(), set()
    frame_analysis = FrameAnalysis(
        DetectorRunner("c0", [Sure()], CameraStatus().remark),
        dispatcher(post),
        lambda _frame, found: reasons.update(seen.veto for seen in found),
    )
    for number in range(10):
        frame_analysis.take(frame(number / 5), vetoed={"intrusion": "held"})
    assert reasons == {"held"}
    assert post.sent == []
