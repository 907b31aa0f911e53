"""URLs of cameras: no secret is written in them, none goes where it does not belong, and people see scheme and host."""

from __future__ import annotations

import pytest

from common.camera_urls import SecretNames, UnknownSecretError, problems, resolve, shown


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://10.0.0.1/a",
        "rtsp://admin:${CAM_P}@10.0.0.1/a",
        "rtsp://admin:@10.0.0.1/a",
        "rtsp://${CAM_TOKEN}@10.0.0.1/a",
        "rtsp://10.0.0.1/a?token=${CAM_T}",
        "rtsp://10.0.0.1:554/user=admin_password=${CAM_PATH_PASSWORD}_channel=1_stream=0.sdp?real_stream",
        "rtsp://10.0.0.1/cam/realmonitor?channel=1&subtype=0",
        "rtsp://[2001:db8::7]:554/Streaming/Channels/101",
        "file:clips/a.mp4",
        "scene:river?seed=2",
    ],
)
def test_a_url_without_a_written_secret_is_taken(url: str) -> None:
    assert list(problems(url)) == []


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://admin:hunter22@10.0.0.1/a",
        "rtsp://hunter22@10.0.0.1/a",
        "rtsp://10.0.0.1/a?user=me&password=hunter22",
        "rtsp://10.0.0.1/a?u=me&p=hunter22",
        "rtsp://10.0.0.1:554/user=admin_password=hunter22_channel=1_stream=0.sdp?real_stream",
        "rtsp://10.0.0.1:554/user=admin&password=hunter22&channel=1&stream=0.sdp?real_stream",
        "rtsp://10.0.0.1/user%3Dadmin%26password%3Dhunter22",
        "rtsp://10.0.0.1/a?access_token=hunter22",
        "rtsp://admin:${CAM_P}hunter22@10.0.0.1/a",
    ],
)
def test_a_written_secret_is_refused_and_not_repeated(url: str) -> None:
    (problem,) = problems(url)
    assert "${CAM_NAME}" in problem["zh"]
    assert "${CAM_NAME}" in problem["en"]
    assert "hunter22" not in str(problem)


@pytest.mark.parametrize("name", ["DATABASE_URL", "P", "CC_CAP_TOKEN", "CAM_", "cam_x", "CAM_X-Y", ""])
def test_only_names_with_the_prefix_are_secrets_of_cameras(name: str) -> None:
    url = f"rtsp://admin:${{{name}}}@10.0.0.1/a"
    assert any("begins with CAM_" in problem["en"] for problem in problems(url))
    with pytest.raises(UnknownSecretError, match="begins with CAM_"):
        resolve(url, SecretNames().of({name: "of the database"}))


def test_a_site_may_name_further_variables_itself() -> None:
    names = SecretNames.parse("RIVER_PASSWORD, GATE_PASSWORD,")
    url = "rtsp://admin:${RIVER_PASSWORD}@10.0.0.1/a"
    assert list(problems(url, names)) == []
    environ = {"RIVER_PASSWORD": "x1y2", "DATABASE_URL": "of the database"}
    assert resolve(url, names.of(environ)) == "rtsp://admin:x1y2@10.0.0.1/a"
    assert "DATABASE_URL" not in names.of(environ)


def test_no_secret_goes_into_the_host() -> None:
    for url in ("rtsp://${CAM_P}/a", "rtsp://admin:x@${CAM_P}.evil.example/a", "rtsp://10.0.0.1:${CAM_P}/a"):
        assert any("host" in problem["en"] for problem in problems(url))
        with pytest.raises(UnknownSecretError, match="host"):
            resolve(url, {"CAM_P": "hunter22"})


def test_a_secret_is_percent_encoded_wherever_it_stands() -> None:
    environ = {"CAM_P": "pa@ss#1"}
    assert resolve("rtsp://admin:${CAM_P}@10.0.0.7/live", environ) == "rtsp://admin:pa%40ss%231@10.0.0.7/live"
    path = "rtsp://10.0.0.7/user=admin_password=${CAM_P}_channel=1"
    assert resolve(path, environ) == "rtsp://10.0.0.7/user=admin_password=pa%40ss%231_channel=1"


@pytest.mark.parametrize("environ", [{}, {"CAM_P": ""}])
def test_a_missing_secret_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(UnknownSecretError, match="CAM_P is not set"):
        resolve("rtsp://admin:${CAM_P}@10.0.0.7/live", environ)


def test_cameras_see_of_an_environment_what_is_theirs() -> None:
    environ = {"CAM_A": "one", "CAM_B": "", "DATABASE_URL": "two", "CAM_C1": "three"}
    assert SecretNames().of(environ) == {"CAM_A": "one", "CAM_C1": "three"}


def test_people_see_scheme_and_host() -> None:
    assert shown("rtsp://${CAM_U}:${CAM_P}@10.0.0.1:554/user=a_password=${CAM_P}?t=${CAM_T}") == "rtsp://10.0.0.1:554"
    assert shown("file:clips/a.mp4") == "file:clips/a.mp4"
    assert shown("scene:river?seed=2") == "scene:river"
