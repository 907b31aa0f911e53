"""The hotspots of the site, from ``hotspots.yaml``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field

from command_center.base.errors import ConfigError
from command_center.base.yaml_file import YamlFile
from common.text import Strict, Text

NAME = Text(zh="峡窝镇应急指挥中心", en="Xiawo Township Emergency Command Centre")


class HotspotKind(StrEnum):
    """一山一河一库, and anything else."""

    MOUNTAIN = "mountain"
    RIVER = "river"
    RESERVOIR = "reservoir"
    SITE = "site"


class Hotspot(Strict):
    """A place to watch."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")
    kind: HotspotKind
    name: Text


class Hotspots(Strict):
    """Content of ``hotspots.yaml``."""

    name: Text = NAME
    """What the centre is called, where another town uses it."""
    hotspots: tuple[Hotspot, ...] = Field(min_length=1)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(hotspot.id for hotspot in self.hotspots)


def read_hotspots(path: Path) -> Hotspots:
    """The hotspots. Raises ConfigError with every problem of the file."""
    file = YamlFile(path)
    read = file.read(Hotspots)
    problems = file.repeated("hotspots", [hotspot.id for hotspot in read.hotspots])
    if problems:
        raise ConfigError(problems)
    return read
