"""Failures of RTSP cameras by kind: each is a reason with words, and nothing of the library's words goes out."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from camera_adapters.base.errors import REASONS, SourceError
from camera_adapters.sources import SourceOptions, open_source
from camera_adapters.sources.failures import BY_KIND, BY_NUMBER, BY_STATUS, LASTING, opening_failed, reading_failed
from camera_adapters.sources.refusal import Refusal
from tests.support.paths import CHECKOUT
from tests.support.rtsp import answering_server, free_port

DIGEST = 'WWW-Authenticate: Digest realm="camera", nonce="5f"'
OF_THE_LIBRARY = re.compile(r"\[Errno|4XX|Server returned|No route|hunter2")
PAGE = CHECKOUT / "frontend" / "src" / "i18n" / "terms" / "words.ts"


@pytest.fixture
def options(tmp_path: Path) -> SourceOptions:
    return SourceOptions(camera_id="gate", cache_dir=tmp_path, open_timeout=3.0, read_timeout=3.0)


def refused(url: str, options: SourceOptions) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_source(url, options)
    assert not OF_THE_LIBRARY.search(str(caught.value))
    return caught.value


@pytest.mark.parametrize(
    ("step", "status", "headers", "reason"),
    [
        ("DESCRIBE", 401, (DIGEST,), "unauthorized"),
        ("DESCRIBE", 401, (f"{DIGEST}, algorithm=SHA-256",), "sign_in_way"),
        ("DESCRIBE", 401, ("WWW-Authenticate: Negotiate",), "sign_in_way"),
        ("DESCRIBE", 401, ("WWW-Authenticate: Negotiate", 'WWW-Authenticate: Basic realm="camera"'), "unauthorized"),
        ("DESCRIBE", 403, (), "forbidden"),
        ("DESCRIBE", 404, (), "not_found"),
        ("DESCRIBE", 453, (), "busy"),
        ("SETUP", 453, (), "busy"),
        ("PLAY", 453, (), "busy"),
        ("SETUP", 461, (), "transport"),
        ("DESCRIBE", 451, (), "fault"),
        ("DESCRIBE", 500, (), "fault"),
    ],
)
def test_what_a_camera_answers_becomes_its_reason(
    options: SourceOptions, step: str, status: int, headers: tuple[str, ...], reason: str
) -> None:
    with answering_server(step, status, headers) as port:
        error = refused(f"rtsp://admin:hunter2@127.0.0.1:{port}/live", options)
    assert (error.reason, error.retry) == (reason, reason not in LASTING)


def test_a_camera_that_signs_in_by_digest_is_asked_with_the_password_why_it_is_full(options: SourceOptions) -> None:
    with answering_server("SETUP", 453, (), sign_in=DIGEST) as port:
        assert refused(f"rtsp://admin:hunter2@127.0.0.1:{port}/live", options).reason == "busy"


def test_a_camera_without_encryption_is_told_by_its_kind(options: SourceOptions) -> None:
    with answering_server("DESCRIBE", 200, ()) as port:
        assert refused(f"rtsps://127.0.0.1:{port}/live", options).reason == "tls"


def test_a_closed_port_an_unknown_host_and_a_wrong_address_differ(options: SourceOptions) -> None:
    assert refused(f"rtsp://admin:hunter2@127.0.0.1:{free_port()}/live", options).reason == "refused"
    assert refused("rtsp://admin:hunter2@no-such-host.invalid/live", options).reason == "unknown_host"
    assert refused("rtsp:///live", options).reason == "address"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EHOSTUNREACH, "no_route"),
        (errno.ENETUNREACH, "no_route"),
        (errno.ETIMEDOUT, "timeout"),
        (errno.ECONNRESET, "hung_up"),
    ],
)
def test_an_error_of_the_network_is_told_by_its_number(number: int, reason: str) -> None:
    with pytest.raises(SourceError) as opening:
        opening_failed(OSError(number, "No route to host"), "rtsp://10.0.0.1/live", "tcp")
    with pytest.raises(SourceError) as reading:
        reading_failed(OSError(number, "No route to host"), "rtsp://10.0.0.1/live")
    assert (opening.value.reason, reading.value.reason) == (reason, reason)
    assert opening.value.detail == f"rtsp://10.0.0.1: {errno.errorcode[number]}"


def test_a_camera_that_names_no_way_of_signing_in_is_believed() -> None:
    assert Refusal(401).way_known


def test_every_reason_has_words_and_advice_in_both_languages() -> None:
    told = {*BY_STATUS.values(), *BY_NUMBER.values(), *(reason for _, reason in BY_KIND), *LASTING}
    assert told <= REASONS
    page = PAGE.read_text(encoding="utf-8")
    for area in ("reason", "advice"):
        halves = re.findall(rf"^  {area}: {{\n(.*?)^  }},", page, re.DOTALL | re.MULTILINE)
        assert len(halves) == 2
        for half in halves:
            assert set(re.findall(r"^    (\w+):", half, re.MULTILINE)) >= REASONS
