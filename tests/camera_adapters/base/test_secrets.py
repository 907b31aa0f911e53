from __future__ import annotations

import pytest

from camera_adapters.base.errors import SourceError
from camera_adapters.base.secrets import mask, resolve_secrets


def test_a_secret_is_taken_from_the_environment_and_percent_encoded() -> None:
    url = resolve_secrets("rtsp://admin:${CAM_PW}@10.0.0.7/live", {"CAM_PW": "p@ss/w:rd"})

    assert url == "rtsp://admin:p%40ss%2Fw%3Ard@10.0.0.7/live"


@pytest.mark.parametrize("environ", [{}, {"CAM_PW": ""}])
def test_a_missing_secret_is_named_and_nothing_is_opened(environ: dict[str, str]) -> None:
    with pytest.raises(SourceError, match="CAM_PW") as caught:
        resolve_secrets("rtsp://admin:${CAM_PW}@10.0.0.7/live", environ)

    assert (caught.value.reason, caught.value.retry) == ("secret_missing", False)


@pytest.mark.parametrize(
    "text",
    [
        "refused: 'rtsp://admin:p%40ss@10.0.0.7/live'",
        "user admin with password p@ss was refused",
        "rtsp://admin:p@ss@10.0.0.7/live",
        "http://10.0.0.7/live?user=admin&password=p%40ss",
        "http://10.0.0.7/live?token=p@ss",
    ],
)
def test_no_password_survives_masking(text: str) -> None:
    masked = mask(text, "rtsp://admin:p%40ss@10.0.0.7/live")

    assert "p@ss" not in masked
    assert "p%40ss" not in masked
    assert "***" in masked


def test_what_is_no_secret_is_left_as_it_is() -> None:
    assert mask("rtsp://10.0.0.7:554/live?channel=1") == "rtsp://10.0.0.7:554/live?channel=1"
