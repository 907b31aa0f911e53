"""Kinds of hazards and faults: one record each, by family; nothing else says what a kind is.

A new kind is a record in one of the modules here; a new module stands in ``FILES``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from common.kinds import cameras, fire, movement, reported, slope, water
from common.kinds.record import Category, Family, Kind
from common.text import Text

__all__ = ["KINDS", "Category", "Family", "Kind", "KnownKind", "kind_of", "known_kind", "table_of"]

FILES = (movement, fire, slope, water, reported, cameras)


def table_of(kinds: Iterable[Kind]) -> Mapping[str, Kind]:
    """Kinds by name. ``ValueError`` where a name stands twice, or a record names a kind that does not exist."""
    table: dict[str, Kind] = {}
    for kind in kinds:
        if kind.name in table:
            raise ValueError(f"kind {kind.name!r} stands twice")
        table[kind.name] = kind
    for kind in table.values():
        missing = sorted(kind.references - table.keys())
        if missing:
            raise ValueError(f"kind {kind.name!r} names kinds that do not exist: {', '.join(missing)}")
    return MappingProxyType(table)


KINDS = table_of(kind for file in FILES for kind in file.KINDS)


def known_kind(name: str) -> str:
    """The name itself. ``PydanticCustomError``, which lists the known names, where no kind of it can be an alert."""
    if name not in KINDS or not KINDS[name].is_alert:
        known = sorted(each.name for each in KINDS.values() if each.is_alert)
        raise PydanticCustomError(
            "unknown_kind", "no such kind '{name}'; known are {known}", {"name": name, "known": ", ".join(known)}
        )
    return name


KnownKind = Annotated[str, AfterValidator(known_kind)]
"""A kind as a person or a file of the site may name it."""


def kind_of(name: str) -> Kind:
    """The record of a kind that arrived or was stored.

    An adapter of a newer version, or history of an older one, may name a kind that has no record here. Its alert must
    not be lost: it is called by its bare name, is of level 3, and bears nothing out.
    """
    known = KINDS.get(name)
    return known if known is not None else _nameless(name)


def _nameless(name: str) -> Kind:
    return Kind(
        name=name,
        words=Text(zh=name[:80] or "?", en=name[:80] or "?"),
        meaning="a kind of another version of this program",
        level=3,
        rule=None,
        family=None,
        categories=(Category.OTHER,),
        unit=None,
        by_hand=False,
    )
