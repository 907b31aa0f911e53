"""Errors of telling people.

TransportError              a channel could not deliver; ``permanent`` says that trying again is useless
└── MissingSecretError      the environment lacks a secret that the channel needs; names it, never its value
"""

from __future__ import annotations


class TransportError(Exception):
    """``reason`` is a stable code, ``detail`` words for a person; neither holds a secret."""

    def __init__(self, reason: str, detail: str = "", *, permanent: bool = False) -> None:
        self.reason = reason
        self.detail = detail
        self.permanent = permanent
        super().__init__(f"{reason}: {detail}" if detail else reason)


class MissingSecretError(TransportError):
    """``name`` is the environment variable."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__("secret_missing", name, permanent=True)
