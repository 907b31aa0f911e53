"""The errors of the adapters.

AdapterError
├── SourceError        a camera cannot be opened or read; ``reason`` is a code of ``CameraHealth.reason``
├── FragmentError      packets that cannot become fragments (an unknown codec, no parameter sets)
├── SettingsError      the environment is wrong; the text names the variable, never its value
├── SpoolError         a spooled alert on disk is damaged; it is set aside and reported
├── LabelError         labelled recordings cannot be judged by what is written about them: stop, and tell a person
├── DetectorSettingError   a camera's detector is set up wrongly: stop, and tell a person
└── ObjectNetworkError   the file of the object network cannot be used: motion detection goes on, tell a person
"""

from __future__ import annotations

from pathlib import Path

REASONS = frozenset(
    {
        "refused",
        "no_route",
        "timeout",
        "hung_up",
        "tls",
        "unauthorized",
        "sign_in_way",
        "forbidden",
        "not_found",
        "busy",
        "transport",
        "fault",
        "codec",
        "format",
        "secret_missing",
        "address",
        "unknown_host",
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


class DetectorSettingError(AdapterError):
    """A detector of a camera has a setting that is unknown, of the wrong type, or out of bounds."""

    def __init__(self, camera_id: str, detector: str, key: str, problem: str) -> None:
        super().__init__(f"camera {camera_id!r}, detector {detector!r}, setting {key!r}: {problem}")
        self.camera_id, self.detector, self.key, self.problem = camera_id, detector, key, problem


class LabelError(AdapterError):
    """A file of labels says something that cannot be used; names the file, the entry in it, and the key."""

    def __init__(self, file: str, entry: str, key: str, problem: str) -> None:
        where = "".join((f", entry {entry}" if entry else "", f", key {key!r}" if key else ""))
        super().__init__(f"{file}{where}: {problem}")
        self.file, self.entry, self.key, self.problem = file, entry, key, problem


class ObjectNetworkError(AdapterError):
    """The file that should hold the object network is missing, damaged, or of another kind."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"object network {path.name!r} {problem}")
        self.path, self.problem = path, problem
