"""Secrets of camera URLs: ``${NAME}`` is resolved from the environment just before opening, masked everywhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from camera_adapters.base.errors import SourceError

_NAME = re.compile(r"\$\{([^{}]*)\}")
_USERINFO = re.compile(r"(?<=://)[^/\s'\"]*@")
_QUERY = re.compile(r"(?i)(?<=[?&])((?:pass(?:word|wd)?|pwd|token|secret|key|auth)[a-z_]*)=[^&\s'\"]*")
MASK = "***"


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


def mask(text: str, url: str = "") -> str:
    """``text`` without user names, passwords and tokens of any URL in it, nor the password of ``url`` anywhere."""
    for secret in _secrets_of(url):
        text = text.replace(secret, MASK)
    return _QUERY.sub(rf"\1={MASK}", _USERINFO.sub(f"{MASK}@", text))


def _secrets_of(url: str) -> list[str]:
    """The password of ``url`` as written and decoded, longest first; one shorter than 3 characters would mask words."""
    userinfo = url.partition("://")[2].rpartition("@")[0]
    password = userinfo.partition(":")[2]
    return sorted({word for word in (password, unquote(password)) if len(word) >= 3}, key=len, reverse=True)
