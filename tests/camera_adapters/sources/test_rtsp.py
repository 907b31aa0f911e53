from __future__ import annotations

import itertools
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from camera_adapters.base.errors import SourceError
from camera_adapters.sources import Packet, SourceOptions, open_source
from camera_adapters.video.decoding import FrameDecoder
from camera_adapters.video.fragments import Fragmenter
from tests.support.clips import Clip, encode, looped
from tests.support.rtsp import RtspServer, free_port, missing, rtsp_server, speechless_server

pytestmark = [pytest.mark.rtsp, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

WORD = "p%40ss%3Aword"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, clips: Path) -> Path:
    """Clips of a minute; where parameter sets change, two encodings one after the other in a transport stream."""
    folder = tmp_path_factory.mktemp("rtsp")
    for name in ("plain.mp4", "bframes.mp4", "hevc.mp4"):
        looped(clips / name, folder / name, 15)
    small = encode(folder / "small.ts", Clip(seconds=2))
    large = encode(folder / "large.ts", Clip(seconds=4, size=(640, 360)))
    command = ["ffmpeg", "-v", "error", "-i", f"concat:{small}|{large}", "-c", "copy", str(folder / "changing.ts")]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return folder


@pytest.fixture
def server(folder: Path) -> Iterator[RtspServer]:
    """Every clip on a mount of its own, open to anybody."""
    mounts = {
        "plain": f"h264:{folder}/plain.mp4",
        "bframes": f"h264:{folder}/bframes.mp4",
        "hevc": f"h265:{folder}/hevc.mp4",
        "changing": f"h264:{folder}/changing.ts",
    }
    with rtsp_server(mounts) as running:
        yield running


@pytest.fixture
def options(tmp_path: Path) -> SourceOptions:
    """With time-outs that a test can wait for."""
    return SourceOptions(camera_id="cam01", cache_dir=tmp_path, open_timeout=3.0, read_timeout=3.0)


def some(url: str, options: SourceOptions, count: int) -> list[Packet]:
    source = open_source(url, options)
    try:
        return list(itertools.islice(source.packets(), count))
    finally:
        source.close()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("mount", ["plain", "bframes", "hevc"])
def test_a_camera_is_shown_from_its_very_first_keyframe(
    server: RtspServer, options: SourceOptions, mount: str, transport: str
) -> None:
    source = open_source(server.url(mount), replace(options, transport=transport))
    decoder, fragmenter = FrameDecoder("cam01", source.info, 1000.0), Fragmenter(source.info)
    packets = list(itertools.islice(source.packets(), 30))
    source.close()
    for packet in packets:
        decoder.push(packet)

    assert (source.info.codec, source.info.width, source.info.height) == (
        "hevc" if mount == "hevc" else "h264",
        320,
        180,
    )
    assert packets[0].keyframe
    assert decoder.errors == 0
    assert {after.dts - before.dts for before, after in itertools.pairwise(packets)} == {3600}
    assert len({packet.pts for packet in packets}) == 30
    assert next(fragment for packet in packets for fragment in fragmenter.push(packet)).keyframe


def test_new_parameter_sets_in_mid_stream_are_announced_with_their_keyframe(
    server: RtspServer, options: SourceOptions
) -> None:
    packets = some(server.url("changing"), options, 100)
    changes = [(index, packet.info_changed) for index, packet in enumerate(packets) if packet.info_changed]

    assert len(changes) == 1
    index, info = changes[0]
    assert info is not None
    assert packets[index].keyframe
    assert (info.width, info.height) == (640, 360)


def test_the_right_password_opens_a_protected_camera(folder: Path, options: SourceOptions) -> None:
    with rtsp_server({"cam": f"h264:{folder}/plain.mp4"}, "--user", "admin", "--password", "p@ss:word") as running:
        assert len(some(running.url("cam", f"admin:{WORD}"), options, 3)) == 3


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed, it makes the certificate")
def test_an_encrypted_camera_is_opened_by_rtsps(folder: Path, tmp_path: Path, options: SourceOptions) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    certificate.write_bytes(certificate.read_bytes() + key.read_bytes())

    with rtsp_server({"cam": f"h264:{folder}/plain.mp4"}, "--certificate", str(certificate)) as running:
        assert len(some(running.url("cam").replace("rtsp:", "rtsps:"), options, 30)) == 30


@pytest.mark.parametrize("login", ["", "admin:wr%40ng"])
def test_a_wrong_password_is_unauthorized_and_never_shown(folder: Path, options: SourceOptions, login: str) -> None:
    with (
        rtsp_server({"cam": f"h264:{folder}/plain.mp4"}, "--user", "admin", "--password", "p@ss:word") as running,
        pytest.raises(SourceError) as caught,
    ):
        open_source(running.url("cam", login), options)

    assert (caught.value.reason, caught.value.retry) == ("unauthorized", False)
    assert "wr" not in str(caught.value).replace("wrong", "")


def test_an_unknown_mount_is_not_found(server: RtspServer, options: SourceOptions) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(server.url("nothing"), options)
    assert caught.value.reason == "not_found"


def test_a_closed_port_is_refused(options: SourceOptions) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(f"rtsp://u:{WORD}@127.0.0.1:{free_port()}/cam", options)
    assert caught.value.reason == "refused"
    assert WORD not in str(caught.value)


def test_a_server_that_says_nothing_times_out(options: SourceOptions) -> None:
    with speechless_server() as port, pytest.raises(SourceError) as caught:
        open_source(f"rtsp://127.0.0.1:{port}/cam", replace(options, open_timeout=1.0))
    assert caught.value.reason == "timeout"


@pytest.mark.parametrize("url", ["rtsp:///cam", "rtsp://host:port/cam"])
def test_a_wrong_address_is_named(options: SourceOptions, url: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(url, options)
    assert caught.value.reason == "address"


def test_a_camera_that_freezes_is_silent(server: RtspServer, options: SourceOptions) -> None:
    source = open_source(server.url("plain"), options)
    packets = source.packets()
    seen = list(itertools.islice(packets, 50))
    server.process.send_signal(signal.SIGSTOP)
    froze = time.monotonic()

    with pytest.raises(SourceError) as caught:
        seen.extend(packets)
    assert caught.value.reason == "silent"
    # The library gives the last picture only after some silence; it is as old as it is.
    assert seen[-1].monotonic <= froze


def test_a_camera_that_pauses_for_less_goes_on(server: RtspServer, options: SourceOptions) -> None:
    source = open_source(server.url("plain"), replace(options, read_timeout=6.0))
    packets = source.packets()
    before = list(itertools.islice(packets, 5))
    server.process.send_signal(signal.SIGSTOP)
    wake = threading.Timer(2.5, server.process.send_signal, [signal.SIGCONT])
    wake.start()
    after = list(itertools.islice(packets, 60))
    source.close()
    wake.join()

    assert {b.dts - a.dts for a, b in itertools.pairwise(before + after)} == {3600}


def test_a_camera_that_dies_has_ended(server: RtspServer, options: SourceOptions) -> None:
    source = open_source(server.url("plain"), options)
    packets = source.packets()
    next(packets)
    server.process.kill()

    with pytest.raises(SourceError) as caught:
        list(packets)
    assert caught.value.reason == "ended"


def test_closing_from_another_thread_ends_the_packets(server: RtspServer, options: SourceOptions) -> None:
    source = open_source(server.url("plain"), options)
    packets = source.packets()
    next(packets)
    server.process.send_signal(signal.SIGSTOP)
    source.close()

    assert len(list(packets)) < 25
