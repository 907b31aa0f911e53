"""Day or night as the camera sees it: colours vanish when it turns to infrared, and come back in the morning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from camera_adapters.video.frames import Plane

NIGHT_CHROMA = 4.0
DAY_CHROMA = 6.0
"""Mean distance from grey: 41 by day, 0 by infrared; between the two marks nothing changes."""
DEBOUNCE_SECONDS = 60.0
"""A hand or a lorry before the lens takes the colours too; night lasts."""
HOLD_SECONDS = 15.0
"""After the first sign of a switch nothing is concluded for so long: exposure, focus and noise all change with it."""
STEP = 4
"""Every fourth sample of a plane says enough."""


@dataclass(frozen=True, slots=True)
class Light:
    """What light the camera works by."""

    night: bool = False
    """Without colours, for at least a minute or since the start."""
    turning: bool = False
    """Colours went or came, and it is not sure yet that they stay so."""
    held: bool = False
    """It began to turn so lately that nothing may be concluded."""


class Daylight:
    """The light of one camera; one thread only."""

    def __init__(self) -> None:
        self._night: bool | None = None
        self._turning_since: float | None = None

    def forget(self) -> None:
        """Take the next picture's light as it is."""
        self._night, self._turning_since = None, None

    def judge(self, chroma: tuple[Plane, Plane] | None, now: float) -> Light:
        """Take the U and V planes of a picture; without any it is day. ``now`` in monotonic seconds."""
        night = self._is_night(chroma)
        if self._night is None:
            self._night = night
        if night == self._night:
            self._turning_since = None
            return Light(self._night)
        since = self._turning_since = now if self._turning_since is None else self._turning_since
        if now - since >= DEBOUNCE_SECONDS:
            self._night, self._turning_since = night, None
            return Light(night)
        return Light(self._night, turning=True, held=now - since < HOLD_SECONDS)

    def _is_night(self, chroma: tuple[Plane, Plane] | None) -> bool:
        if chroma is None:
            return False
        mark = DAY_CHROMA if self._night else NIGHT_CHROMA
        return colourfulness(chroma) < mark


def colourfulness(chroma: tuple[Plane, Plane]) -> float:
    """Mean distance of the colours from grey, levels of U and V together."""
    return sum(float(np.abs(plane[::STEP, ::STEP].astype(np.int16) - 128).mean()) for plane in chroma)
