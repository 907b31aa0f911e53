"""Settings of a detector from the cameras file, checked: types, bounds, and no unknown key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import structlog

from camera_adapters.base.errors import DetectorSettingError
from camera_adapters.detectors.site import Site
from camera_adapters.messages import Setting
from common.bounds import OutOfBoundsError
from common.kinds.rule import Rule

T = TypeVar("T")

RULE_KEYS = frozenset(
    {"threshold", "needed", "window", "hold_seconds", "clear_seconds", "cooldown_seconds", "update_seconds"}
)
"""Settings of the alert rule that any detector takes."""
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SettingReader:
    """The settings of one detector of one camera; every error names all three and the key."""

    camera_id: str
    detector: str
    settings: Mapping[str, Setting]
    site: Site = Site()  # noqa: RUF009 - frozen
    """No setting of a detector, but some look at the clock, and some ask the object network."""

    def own(self, cls: type[T]) -> T:
        """The detector's own settings as ``cls``; a key that is neither its nor the rule's is an error.

        A key that ``cls.RETIRED`` names, with the reason, is left out with a word in the log: a set-up that was kept
        from a version before must not cost a camera its analysis.
        """
        known = {each.name: each.type for each in fields(cls)}  # type: ignore[arg-type]
        retired: Mapping[str, str] = getattr(cls, "RETIRED", {})
        for key in self.settings:
            if key in retired:
                logger.warning(
                    "setting_ignored", camera=self.camera_id, detector=self.detector, key=key, reason=retired[key]
                )
            elif key not in known and key not in RULE_KEYS:
                raise self._wrong(key, "is not known; known are " + ", ".join(sorted({*known, *RULE_KEYS})))
        return self._build(cls, {key: value for key, value in self.settings.items() if key in known}, known)

    def rule(self, start: Rule) -> Rule:
        """The rule ``start`` with what the settings override."""
        known = {each.name: each.type for each in fields(Rule)}
        values = {key: getattr(start, key) for key in known}
        given = {key: value for key, value in self.settings.items() if key in RULE_KEYS}
        return self._build(Rule, {**values, **given}, known)

    def _build(self, cls: type[T], values: Mapping[str, object], known: Mapping[str, Any]) -> T:
        typed = {key: self._typed(key, value, str(known[key])) for key, value in values.items()}
        try:
            return cls(**typed)
        except OutOfBoundsError as error:
            raise self._wrong(error.key, error.problem) from error
        except ValueError as error:
            raise self._wrong(", ".join(sorted(self.settings)), str(error)) from error

    def _typed(self, key: str, value: object, wanted: str) -> object:
        if wanted == "float" and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        names = {"float": float, "int": int, "bool": bool, "str": str}
        kind = names.get(wanted)
        if kind is not None and type(value) is not kind:
            raise self._wrong(key, f"must be {_words(wanted)}, not {value!r}")
        return value

    def _wrong(self, key: str, problem: str) -> DetectorSettingError:
        return DetectorSettingError(self.camera_id, self.detector, key, problem)


def _words(wanted: str) -> str:
    return {"float": "a number", "int": "a whole number", "bool": "true or false", "str": "a text"}[wanted]
