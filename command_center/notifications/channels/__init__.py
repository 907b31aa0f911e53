"""Kinds of notification channel: each module of this folder is one, and ends with its ``KIND``."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from command_center.notifications.channel import ChannelKind


def _kinds() -> Mapping[str, ChannelKind]:
    """By name. Raises TypeError for a module without a KIND, or a second one of the same name."""
    found: dict[str, ChannelKind] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if not isinstance(kind, ChannelKind) or kind.name in found:
            raise TypeError(f"channels/{module.name}.py ends with no KIND of its own")
        found[kind.name] = kind
    return MappingProxyType(found)


KINDS = _kinds()
"""By ``kind`` in the file."""
