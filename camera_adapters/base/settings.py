"""The adapters' settings: read once from the environment, typed and frozen."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator

from camera_adapters.base.errors import SettingsError
from common.settings import SharedSettings, problems

GIGABYTE = 1_000_000_000


class AdapterSettings(SharedSettings):
    """Everything that may be set; the alias is the name of the environment variable."""

    redis_url: str = Field(default="redis://127.0.0.1:6379/0", alias="REDIS_URL")
    live_redis_url: str = Field(default="redis://127.0.0.1:6380/0", alias="LIVE_REDIS_URL")
    workers: int = Field(default_factory=lambda: min(2, os.cpu_count() or 1), ge=1, le=64, alias="CC_ADAPTER_WORKERS")
    name: str = Field(
        default_factory=socket.gethostname, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$", alias="CC_ADAPTER_NAME"
    )
    recording_limit_gb: float = Field(default=200, gt=0, alias="CC_RECORDING_LIMIT_GB")
    recording_min_free_gb: float = Field(default=5, ge=0, alias="CC_RECORDING_MIN_FREE_GB")
    recording_sync_seconds: float = Field(default=1, ge=0, le=60, alias="CC_RECORDING_SYNC_SECONDS")
    """Pause between two times that recordings are made durable; 0 leaves it to the operating system."""
    object_model: Path | None = Field(default=None, alias="CC_OBJECT_MODEL")
    """ONNX file of an object network of the YOLOX kind; without one, motion alone says that somebody is there."""
    metrics_port: int | None = Field(default=None, ge=1, le=65_000, alias="CC_ADAPTER_METRICS_PORT")
    """Port of slot 0; every further slot takes the next one."""
    metrics_token: SecretStr = Field(default=SecretStr(""), alias="CC_ADAPTER_METRICS_TOKEN")
    """Who says it may read the metrics from another machine; without one only this machine may."""

    @field_validator("redis_url", "live_redis_url")
    @classmethod
    def _redis_url(cls, value: str) -> str:
        if not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value

    @field_validator("metrics_port", "object_model", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    def spool_dir(self, adapter: str) -> Path:
        """Alerts of one worker that the centre has not confirmed."""
        return self.data_dir / "spool" / adapter

    def cache_dir(self, adapter: str) -> Path:
        """What one worker remembers over a restart."""
        return self.data_dir / "cache" / "adapters" / adapter

    def alive_file(self, adapter: str) -> Path:
        """Touched once a second by a worker that is well."""
        return self.data_dir / "run" / f"{adapter}.alive"

    @property
    def source_cache_dir(self) -> Path:
        """Rendered and transcoded clips, shared by the workers."""
        return self.data_dir / "cache" / "sources"


def load_settings(**overrides: object) -> AdapterSettings:
    """Settings of the environment; ``overrides`` (by field name) come from the command line.

    Raises:
        SettingsError: a value is wrong; the text names variable and rule, never the value, which may hold a password.
    """
    try:
        return AdapterSettings(**{key: value for key, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("; ".join(problems(error))) from error
