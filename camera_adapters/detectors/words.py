"""Words of settings that several detectors have: a form calls the same thing the same."""

from __future__ import annotations

from common.text import Text

CONTRAST = Text(zh="与背景的差", en="Contrast to the background")
MIN_AREA = Text(zh="最小面积", en="Smallest area")
MIN_TRAVEL = Text(zh="最小移动距离", en="Least distance")
DWELL_SECONDS = Text(zh="停留时间", en="Dwell time")
WARM_UP_SECONDS = Text(zh="学习时间", en="Warm-up")
INTERVAL_SECONDS = Text(zh="测量间隔", en="Measured every")
