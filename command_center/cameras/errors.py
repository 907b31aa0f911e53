"""Errors of changing a camera's set-up.

CentreError
├── Invalid
│   └── WrongSetupError      ``fields`` names what is wrong
└── Conflict
    ├── CameraExistsError    a new camera was to be added under an id that is taken
    ├── SetupClashError      somebody else has changed the same part meanwhile; ``fields`` names the parts
    └── NothingToUndoError   the camera is as it was before that change, or there was nothing before it
"""

from __future__ import annotations

from collections.abc import Mapping

from command_center.base.errors import Conflict, Invalid, NotFound
from command_center.cameras.change import ClashError
from common.text import FieldWords

CHANGED = FieldWords(zh="刚被其他人修改", en="has just been changed by somebody else")


class WrongSetupError(Invalid):
    """The specification is not one that adapters can run."""

    def __init__(self, fields: Mapping[str, FieldWords]) -> None:
        super().__init__("invalid_camera", "摄像机配置有误", "The camera is not valid", fields=fields)


class CameraExistsError(Conflict):
    """Nothing was stored: the other camera would be replaced."""

    def __init__(self) -> None:
        fields = {"id": FieldWords(zh="编号已被使用", en="is taken")}
        super().__init__(
            "camera_exists", "已有使用这个编号的摄像机", "There is a camera with this id already", fields=fields
        )


class SetupClashError(Conflict):
    """Nothing was stored: what the other person did would be lost."""

    def __init__(self, clash: ClashError) -> None:
        super().__init__(
            "setup_clash",
            "其他人刚刚修改了同一项设置，请重新载入后再改",
            "Somebody else has just changed the same setting. Load it again, then change it",
            fields={".".join(path): CHANGED for path in clash.paths},
        )


class NothingToUndoError(Conflict):
    """Says which of both."""

    def __init__(self, *, first: bool) -> None:
        zh, en = ("这是第一份设置，没有更早的设置可以恢复", "This is the first set-up, there is none before it")
        if not first:
            zh, en = ("设置已经与这次修改之前相同", "The set-up is already as it was before this change")
        super().__init__("nothing_to_undo", zh, en)


class NoSuchCameraError(NotFound):
    """Neither on the roster nor ever known."""

    def __init__(self) -> None:
        super().__init__("no_such_camera", "没有这个摄像机", "There is no such camera")


class NoSuchChangeError(NotFound):
    """Of this camera."""

    def __init__(self) -> None:
        super().__init__("no_such_change", "没有这条修改记录", "There is no such change")
