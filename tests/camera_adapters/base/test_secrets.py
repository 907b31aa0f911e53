from __future__ import annotations

import pytest

from camera_adapters.base.errors import SourceError
from camera_adapters.base.secrets import resolve_secrets


def test_a_secret_is_taken_from_the_environment_and_percent_encoded() -> None:
    url = resolve_secrets("rtsp://admin:${CAM_PW}@10.0.0.7/live", {"CAM_PW": "p@ss/w:rd"})

    assert url == "rtsp://admin:p%40ss%2Fw%3Ard@10.0.0.7/live"


@pytest.mark.parametrize("environ", [{}, {"CAM_PW": ""}])
def test_a_missing_secret_is_named_and_nothing_is_opened(environ: dict[str, str]) -> None:
    with pytest.raises(SourceError, match="CAM_PW") as caught:
        resolve_secrets("rtsp://admin:${CAM_PW}@10.0.0.7/live", environ)

    assert (caught.value.reason, caught.value.retry) == ("secret_missing", False)
