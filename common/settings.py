"""Settings that adapters and centre share, each declared once; one environment variable a field."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from common.camera_urls import SecretNames


class SharedSettings(BaseSettings):
    """Settings of both packages; frozen. The alias is the name of the environment variable.

    Raises pydantic's ``ValidationError`` for a wrong value; ``problems`` makes lines of it.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    data_dir: Path = Field(default=Path("data"), alias="CC_DATA_DIR")
    time_zone: str = Field(default="Asia/Shanghai", alias="CC_TIME_ZONE")
    """Time zone of the site: the flood season follows its calendar, working hours follow its clock."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", alias="CC_LOG_LEVEL")
    log_format: Literal["json", "text"] = Field(default="text", alias="CC_LOG_FORMAT")

    camera_secrets: str = Field(default="", alias="CC_CAMERA_SECRETS")
    """Names of variables that camera URLs may hold besides those that begin with ``CAM_``, separated by commas."""

    @property
    def secret_names(self) -> SecretNames:
        """Names of the environment variables that hold secrets of cameras."""
        return SecretNames.parse(self.camera_secrets)

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is not a time zone") from error
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def recordings_dir(self) -> Path:
        """The folder of all recordings."""
        return self.data_dir / "recordings"


def problems(error: ValidationError) -> list[str]:
    """One line a wrong variable: its name and its rule, never its value, which may hold a password."""
    return [f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors()]
