"""Secrets of camera URLs: ``${NAME}`` is resolved from the environment just before opening."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from camera_adapters.base.errors import SourceError

_NAME = re.compile(r"\$\{([^{}]*)\}")


def resolve_secrets(url: str, environ: Mapping[str, str]) -> str:
    """``url`` with every ``${NAME}`` replaced by the percent-encoded value of that variable.

    Raises ``SourceError("secret_missing")`` naming the variable, never a value.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if not environ.get(name):
            raise SourceError("secret_missing", f"the environment variable {name} is not set", retry=False)
        return quote(environ[name], safe="")

    return _NAME.sub(value, url)
