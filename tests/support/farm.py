"""Many real RTSP cameras from a few rendered clips, by the test server of this repository."""

from __future__ import annotations

import contextlib
import json
import math
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from camera_adapters.sources.scene import ensure_clip, parse_address
from tests.support.clips import looped
from tests.support.paths import CHECKOUT

SERVER = CHECKOUT / "tests" / "fakes" / "rtsp_server.py"
DEBIAN_PYTHON = "/usr/bin/python3"
ZONE = [[0.02, 0.3], [0.98, 0.3], [0.98, 0.98], [0.02, 0.98]]


def missing() -> str | None:
    """Why RTSP cameras cannot be had on this machine; None where they can."""
    if not shutil.which("ffmpeg"):
        return "ffmpeg is not installed"
    probe = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"
    if not Path(DEBIAN_PYTHON).exists():
        return "no /usr/bin/python3 with GStreamer's bindings"
    found = subprocess.run([DEBIAN_PYTHON, "-c", probe], capture_output=True, check=False)
    return (
        None if found.returncode == 0 else "GStreamer's RTSP server (python3-gi, gir1.2-gst-rtsp-server-1.0) is missing"
    )


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """How the cameras' clips look: as real ones send them, without B-frames, one keyframe in two seconds."""

    folder: Path
    fps: float = 25
    bitrate: str = "512k"
    size: str = "640x360"
    minutes: float = 20
    seconds: int = 30
    hazards: Callable[[int], str] = lambda _: ""


def make_clips(plan: ClipPlan, count: int) -> list[Path]:
    """Render and encode ``count`` clips, each repeated to ``minutes`` without re-encoding; kept for the next run."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    return [_clip(plan, number) for number in range(count)]


def _clip(plan: ClipPlan, number: int) -> Path:
    hazards = plan.hazards(number)
    url = f"scene:site?seed={number + 1}&seconds={plan.seconds}&size={plan.size}" + (
        f"&hazards={hazards}" if hazards else ""
    )
    rendered = ensure_clip(parse_address(url), f"camera {number + 1}", plan.folder / "scenes", None)
    name = f"{rendered.stem}-{plan.fps:g}-{plan.bitrate}"
    once, whole = plan.folder / f"{name}-once.mp4", plan.folder / f"{name}-{plan.minutes:g}m.mp4"
    quiet = ["ffmpeg", "-nostdin", "-v", "error", "-y"]
    if not once.exists():
        subprocess.run(
            [
                *quiet,
                "-i",
                rendered,
                "-vf",
                f"fps={plan.fps:g},noise=alls=4:allf=t",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-b:v",
                plan.bitrate,
                "-maxrate",
                plan.bitrate,
                "-bufsize",
                "1M",
                "-bf",
                "0",
                "-g",
                str(round(plan.fps * 2)),
                "-keyint_min",
                str(round(plan.fps * 2)),
                "-pix_fmt",
                "yuv420p",
                once.with_suffix(".part.mp4"),
            ],
            check=True,
        )
        once.with_suffix(".part.mp4").rename(once)
    if not whole.exists():
        times = math.ceil(plan.minutes * 60 / plan.seconds)
        looped(once, whole.with_suffix(".part.mp4"), times).rename(whole)
    return whole


def start_server(clips: Sequence[Path], count: int, port: int = 0) -> tuple[subprocess.Popen[str], list[str]]:
    """Serve ``count`` cameras, the clips dealt out in turn; returns the server, which the caller ends, and the URLs."""
    mounts = [f"cam{number + 1:02d}=h264:{clips[number % len(clips)]}" for number in range(count)]
    server = subprocess.Popen(
        [DEBIAN_PYTHON, str(SERVER), "--port", str(port), "--lifetime", "3000", *mounts],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    with server.stdout as said:
        line = said.readline()
    assert line.startswith("ready "), f"the RTSP server said {line!r}"
    return server, [f"rtsp://127.0.0.1:{int(line.split()[1])}/cam{number + 1:02d}" for number in range(count)]


def start_tool(program: str, clips: Sequence[Path], count: int, port: int) -> tuple[subprocess.Popen[str], list[str]]:
    """The same by another program that prints one line when it serves ``/cam01`` … on this port."""
    server = subprocess.Popen(
        [DEBIAN_PYTHON, program, "--port", str(port), "--count", str(count), *map(str, clips)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    with server.stdout as said:
        line = said.readline()
    assert "rtsp://" in line, f"the RTSP server said {line!r}"
    return server, [f"rtsp://127.0.0.1:{port}/cam{number + 1:02d}" for number in range(count)]


@contextlib.contextmanager
def rtsp_farm(clips: Sequence[Path], count: int) -> Iterator[list[str]]:
    """RTSP cameras for as long as this is open; their URLs."""
    server, urls = start_server(clips, count)
    try:
        yield urls
    finally:
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def cameras_file(path: Path, urls: Sequence[str], **more: Any) -> Path:
    """A cameras file (YAML, of which JSON is a part) for these URLs; ``more`` goes into every camera."""
    cameras = [
        {
            "id": f"cam{number + 1:02d}",
            "name": {"zh": f"相机 {number + 1}", "en": f"Camera {number + 1}"},
            "hotspot": "town",
            "position": {"lon": 113.27 + number / 1000, "lat": 34.8},
            "main": url,
            **more,
        }
        for number, url in enumerate(urls)
    ]
    path.write_text(json.dumps({"cameras": cameras}, ensure_ascii=False, indent=1))
    return path


def detection(**settings: float) -> dict[str, Any]:
    """Keys of a camera that is watched for intruders at 5 frames a second, and for its own faults."""
    return {
        "analysis_fps": 5,
        "zones": [{"id": "yard", "name": {"zh": "院内", "en": "Yard"}, "polygon": ZONE}],
        "detectors": [{"kind": "intrusion", "zone": "yard", "settings": settings}, {"kind": "camera_faults"}],
    }
