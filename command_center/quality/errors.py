"""Errors of improving detection by verdicts.

CentreError
└── Conflict
    ├── NotMaskableError        only a false alarm with a box on a camera of today can be masked
    └── SuggestionGoneError     verdicts or settings have changed since the page was loaded
"""

from __future__ import annotations

from command_center.base.errors import Conflict


class NotMaskableError(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "not_maskable",
            "只有已按“误报”解除、且带位置框的预警才能屏蔽其位置",
            "Only an alert that was dismissed as a false alarm and has a box can have its place masked",
        )


class SuggestionGoneError(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "suggestion_gone",
            "建议已经变化，请重新载入后再决定",
            "The suggestion has changed. Load it again, then decide",
        )
