"""Masking of secrets in text: users, passwords and tokens of the URLs in it."""

from __future__ import annotations

import re
from urllib.parse import unquote

MASK = "***"
_USERINFO = re.compile(r"(?<=://)[^/\s'\"]*@")
_QUERY = re.compile(r"(?i)(?<=[?&])((?:pass(?:word|wd)?|pwd|token|secret|key|auth)[a-z_]*)=[^&\s'\"]*")


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
