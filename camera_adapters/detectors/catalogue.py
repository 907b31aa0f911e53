"""Catalogue of detectors for the centre: settings with types, defaults and bounds, as their classes have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, fields
from typing import Any, Literal

from camera_adapters.alerts.rules import RULES
from camera_adapters.detectors.entry import DetectorEntry
from camera_adapters.detectors.settings import RULE_KEYS
from camera_adapters.detectors.table import DETECTORS
from camera_adapters.messages import DetectorCatalogue, DetectorInfo, Setting, SettingInfo
from common.bounds import Bounds, bounds_of
from common.kinds.rule import Rule

TYPES: Mapping[str, Literal["number", "integer", "boolean", "text"]] = {
    "float": "number",
    "int": "integer",
    "bool": "boolean",
    "str": "text",
}
"""Types of a settings' class that a person can write."""


def catalogue(entries: Mapping[str, DetectorEntry] = DETECTORS) -> DetectorCatalogue:
    """Every detector of the table with its settings, defaults and bounds, as the centre is told of them."""
    return DetectorCatalogue(detectors=tuple(_info(entry) for entry in entries.values()))


def _info(entry: DetectorEntry) -> DetectorInfo:
    own = _settings(entry.settings, {each.name: each.default for each in fields(entry.settings)}, rule=False)
    kinds = tuple(kind.name for kind in entry.kinds)
    return DetectorInfo(
        kind=entry.name,
        raises=kinds,
        takes=tuple(str(purpose) for purpose in entry.takes),
        needs_zone=entry.needs_zone,
        settings=(*own, *_settings(Rule, _rule_defaults(kinds), rule=True)),
    )


def _settings(cls: type, defaults: Mapping[str, Any], *, rule: bool) -> Iterator[SettingInfo]:
    bounds = bounds_of(cls)
    for each in _writable(fields(cls)):
        if rule and each.name not in RULE_KEYS:
            continue
        limits = bounds.get(each.name, Bounds())
        yield SettingInfo(
            key=each.name,
            type=TYPES[str(each.type)],
            default=_plain(defaults.get(each.name)),
            low=limits.low,
            high=limits.high,
            above=limits.above,
            unit=limits.unit,
            rule=rule,
        )


def _writable(found: Iterable[Field[Any]]) -> Iterator[Field[Any]]:
    return (each for each in found if str(each.type) in TYPES)


def _rule_defaults(kinds: Iterable[str]) -> dict[str, Any]:
    """What all kinds that a detector raises have in common; where they differ there is no one default."""
    rules = [RULES[kind] for kind in kinds]
    values = {key: {getattr(rule, key) for rule in rules} for key in RULE_KEYS}
    return {key: found.pop() if len(found) == 1 else None for key, found in values.items()}


def _plain(value: object) -> Setting | None:
    return value if isinstance(value, bool | int | float | str) else None
