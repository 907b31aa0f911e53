"""Secrets of channels stand in the configuration as ``${NAME}``; they are read from the environment when used."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from command_center.notifications.errors import MissingSecretError

PLACEHOLDER = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def resolve(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text with every ``${NAME}`` filled in. Raises MissingSecretError naming the first that is not set."""

    def value(match: re.Match[str]) -> str:
        found = environment.get(match[1])
        if not found:
            raise MissingSecretError(match[1])
        return found

    return PLACEHOLDER.sub(value, text)


def missing(text: str, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The variables that a text needs and the environment lacks."""
    return [name for name in PLACEHOLDER.findall(text) if not environment.get(name)]
