"""The first title of an incident, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from common.kinds import kind_of


def title(kind: str, camera: Mapping[str, str] | None, zone: Mapping[str, str] | None) -> dict[str, str]:
    """What happened and where: ``大坝闸门 · 泄洪道：进入禁区``."""
    words = kind_of(kind).words
    return {
        language: _join(word, separator, [place[language] for place in (camera, zone) if place])
        for language, word, separator in (("zh", words.zh, "："), ("en", words.en, ": "))
    }


def _join(word: str, separator: str, where: list[str]) -> str:
    return separator.join([" · ".join(where), word]) if where else word
