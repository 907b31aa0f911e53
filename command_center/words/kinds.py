"""Kinds as a person or a file of the site names them, and the first title of an incident, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from common.kinds import KINDS, kind_of


def known_kind(kind: str) -> str:
    """The kind itself. ``ValueError`` with those that are known where no such kind is ever an alert."""
    if kind not in KINDS or not KINDS[kind].is_alert:
        known = sorted(name for name, each in KINDS.items() if each.is_alert)
        raise ValueError(f"no such kind {kind!r}; known are {', '.join(known)}")
    return kind


KnownKind = Annotated[str, AfterValidator(known_kind)]
"""A kind as a person or a file of the site may name it."""


def title(kind: str, camera: Mapping[str, str] | None, zone: Mapping[str, str] | None) -> dict[str, str]:
    """What happened and where: ``大坝闸门 · 泄洪道：进入禁区``."""
    words = kind_of(kind).words
    return {
        language: _join(word, separator, [place[language] for place in (camera, zone) if place])
        for language, word, separator in (("zh", words.zh, "："), ("en", words.en, ": "))
    }


def _join(word: str, separator: str, where: list[str]) -> str:
    return separator.join([" · ".join(where), word]) if where else word
