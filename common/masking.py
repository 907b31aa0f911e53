"""Masking of secrets in text: values that this process knows, and users, passwords and tokens of any URL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

MASK = "***"
SHORTEST = 4
"""Characters of a secret from which on it is looked for by itself: a shorter one would mask words."""
_USERINFO = re.compile(r"(?<=://)[^/\s'\"]*@")
_NAMED = re.compile(
    r"(?i)(?<=[?&/_;])([a-z]{0,30}(?:pass(?:word|wd)?|pwd|token|secret|auth|key)[a-z]{0,30})=[^&\s'\"_/;]*|"
    r"(?<=[?&])([a-z_]{0,30}(?:pass|pwd|token|secret|auth|key)[a-z_]{0,30})=[^&\s'\"]*"
)
"""Names are bounded so that the time of a search grows with the text's length and no faster: strangers write URLs."""


class KnownSecrets:
    """Secrets that are masked wherever they stand in a text. A process has one, ``KNOWN``, used by every log line."""

    def __init__(self) -> None:
        self._spellings: tuple[str, ...] = ()

    def remember(self, values: Iterable[str]) -> None:
        """Mask these values from now on, as they are and percent-encoded; those below ``SHORTEST`` are left out."""
        found = set(self._spellings)
        for value in values:
            found |= {each for each in (value, quote(value, safe=""), quote(value)) if len(each) >= SHORTEST}
        self._spellings = tuple(sorted(found, key=len, reverse=True))

    def hide(self, text: str) -> str:
        """The text with ``MASK`` in place of every remembered value."""
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text


KNOWN = KnownSecrets()


def mask(text: str, url: str = "") -> str:
    """``text`` without known secrets, and without users, passwords and tokens of ``url`` and of any URL in it."""
    text = KNOWN.hide(text)
    for secret in _secrets_of(url):
        text = text.replace(secret, MASK)
    return _NAMED.sub(lambda found: f"{found[1] or found[2]}={MASK}", _USERINFO.sub(f"{MASK}@", text))


def _secrets_of(url: str) -> list[str]:
    """The password of ``url`` as written and decoded, longest first; one shorter than 3 characters would mask words."""
    userinfo = url.partition("://")[2].rpartition("@")[0]
    password = userinfo.partition(":")[2]
    return sorted({word for word in (password, unquote(password)) if len(word) >= 3}, key=len, reverse=True)
