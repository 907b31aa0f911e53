"""Settings of the centre, read once from the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from command_center.base.errors import ConfigError
from common.settings import SharedSettings, problems

WEB_ROOT = Path(__file__).parents[1] / "web" / "static"


class Settings(SharedSettings):
    """Frozen; every field is one environment variable, named by its alias."""

    model_config = SettingsConfigDict(env_ignore_empty=True)

    config_dir: Path = Field(default=Path("config"), alias="CC_CONFIG_DIR")
    web_root: Path = Field(default=WEB_ROOT, alias="CC_WEB_ROOT")
    redis_url: SecretStr | None = Field(default=None, alias="REDIS_URL")
    live_redis_url: SecretStr | None = Field(default=None, alias="LIVE_REDIS_URL")
    database_url: SecretStr | None = Field(default=None, alias="DATABASE_URL")
    database_owner_url: SecretStr | None = Field(default=None, alias="DATABASE_OWNER_URL")
    http_host: str = Field(default="127.0.0.1", alias="CC_HTTP_HOST")
    http_port: int = Field(default=8000, ge=0, le=65535, alias="CC_HTTP_PORT")
    tls_cert: Path | None = Field(default=None, alias="CC_TLS_CERT")
    tls_key: Path | None = Field(default=None, alias="CC_TLS_KEY")
    public_origins: Annotated[tuple[str, ...], NoDecode] = Field(default=(), alias="CC_PUBLIC_ORIGINS")
    metrics_token: SecretStr | None = Field(default=None, alias="CC_METRICS_TOKEN")
    cap_token: SecretStr | None = Field(default=None, alias="CC_CAP_TOKEN")
    cap_senders: Annotated[Mapping[str, SecretStr], NoDecode] = Field(default_factory=dict, alias="CC_CAP_SENDERS")
    """By sender of CAP messages the token of its own."""
    audit_webhook: SecretStr | None = Field(default=None, alias="CC_AUDIT_WEBHOOK")
    audit_webhook_token: SecretStr | None = Field(default=None, alias="CC_AUDIT_WEBHOOK_TOKEN")
    canary_seconds: float = Field(default=180, ge=1, le=86400, alias="CC_CANARY_SECONDS")
    session_hours: float = Field(default=12, gt=0, le=24 * 31, alias="CC_SESSION_HOURS")
    session_days: float = Field(default=7, gt=0, le=31, alias="CC_SESSION_DAYS")
    second_factor: Literal["required", "offered"] = Field(default="required", alias="CC_SECOND_FACTOR")
    """Whether administrators and commanders must have one; whoever has one is asked for it in both cases."""
    second_factor_key: SecretStr | None = Field(default=None, min_length=32, alias="CC_SECOND_FACTOR_KEY")
    mqtt_url: SecretStr | None = Field(default=None, alias="CC_MQTT_URL")
    secure_cookies: bool = Field(default=False, alias="CC_SECURE_COOKIES")

    @field_validator("public_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("cap_senders", mode="before")
    @classmethod
    def _tokens(cls, value: object) -> object:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError('is not JSON like {"sender@example.cn": "token"}') from None

    @field_validator("public_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not origin.startswith(("http://", "https://")) or origin.count("/") > 2:
                raise ValueError(f"{origin!r} is not an origin like https://centre.example.cn")
        return value

    @property
    def clips_dir(self) -> Path:
        return self.data_dir / "clips"

    @property
    def second_factor_key_file(self) -> Path:
        return self.data_dir / "second-factor.key"

    @property
    def attachments_dir(self) -> Path:
        return self.data_dir / "attachments"

    @property
    def units_file(self) -> Path:
        return self.config_dir / "units.yaml"

    @property
    def plans_dir(self) -> Path:
        return self.config_dir / "plans"

    @property
    def reporting_file(self) -> Path:
        return self.config_dir / "reporting.yaml"

    @property
    def fonts_dir(self) -> Path:
        """Fonts of the site's own for papers; it may be missing."""
        return self.config_dir / "fonts"

    @property
    def cameras_file(self) -> Path:
        return self.config_dir / "cameras.yaml"

    @property
    def hotspots_file(self) -> Path:
        return self.config_dir / "hotspots.yaml"

    @property
    def alert_levels_file(self) -> Path:
        return self.config_dir / "alert_levels.yaml"

    @property
    def audit_heads_file(self) -> Path:
        return self.data_dir / "audit" / "heads.jsonl"

    @property
    def escalation_file(self) -> Path:
        return self.config_dir / "escalation.yaml"

    @property
    def notifications_file(self) -> Path:
        return self.config_dir / "notifications.yaml"

    @property
    def stations_file(self) -> Path:
        return self.config_dir / "stations.yaml"

    @property
    def map_file(self) -> Path:
        return self.config_dir / "map.geojson"


def load_settings(**overrides: object) -> Settings:
    """Read the environment. Raises ConfigError naming every variable that is wrong, never its value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigError(problems(error)) from None


def required(value: SecretStr | None, name: str) -> str:
    """The URL itself; ConfigError says which variable is missing."""
    if value is None:
        raise ConfigError([f"{name} is not set; set it, or start everything with: python -m command_center run"])
    return value.get_secret_value()
