"""Adapters get of the environment what is theirs."""

from __future__ import annotations

from command_center.run.environment import adapter_environment
from common.camera_urls import SecretNames


def test_adapters_get_their_settings_and_the_secrets_of_cameras_and_nothing_of_the_centre() -> None:
    theirs = {"PATH": "/bin", "LC_ALL": "C", "REDIS_URL": "r", "CC_ADAPTER_WORKERS": "2", "CAM_GATE": "x", "RIVER": "y"}
    others = {
        "DATABASE_URL": "d", "DATABASE_OWNER_URL": "o", "CC_CAP_TOKEN": "t", "CC_MQTT_URL": "m",
        "CC_MAIL_PASSWORD": "p", "CC_METRICS_TOKEN": "s", "AWS_SECRET_ACCESS_KEY": "k", "RIVER_2": "z",
    }  # fmt: skip
    assert adapter_environment({**theirs, **others}, SecretNames.parse("RIVER")) == theirs
