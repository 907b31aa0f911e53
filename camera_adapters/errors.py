"""The errors of the adapters.

AdapterError
├── SourceError        a camera cannot be opened or read; ``reason`` is a code of ``CameraHealth.reason``
├── FragmentError      packets that cannot become fragments (an unknown codec, no parameter sets)
├── SettingsError      the environment is wrong; the text names the variable, never its value
└── SpoolError         a spooled alert on disk is damaged; it is set aside and reported
"""

from __future__ import annotations

REASONS = frozenset(
    {
        "refused",
        "unauthorized",
        "timeout",
        "not_found",
        "codec",
        "format",
        "secret_missing",
        "address",
        "silent",
        "ended",
    }
)


class AdapterError(Exception):
    """Base of what the adapters raise on purpose."""


class SourceError(AdapterError):
    """A source cannot be opened or read.

    ``reason`` is one of ``REASONS``; ``detail`` is for people and carries no secret; ``retry`` is False where nothing
    will change until a person changes the camera's settings (trying again slowly does no harm).
    """

    def __init__(self, reason: str, detail: str, *, retry: bool = True) -> None:
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason!r}")
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.retry = retry


class FragmentError(AdapterError):
    """Packets of this stream cannot become fragments."""


class SettingsError(AdapterError):
    """A setting of the environment is wrong; a person must change it."""


class SpoolError(AdapterError):
    """A spool file does not hold what was written to it."""
