"""The kinds of faults of a camera and of its picture."""

from __future__ import annotations

from dataclasses import replace

from common.kinds.record import Category, Kind
from common.kinds.rule import AfterClear, Rule
from common.text import Text

COVERED = frozenset({"camera_covered", "camera_moved"})
"""Nothing that is seen through a lens that is covered, or that looks elsewhere, is to be believed."""
UNSTEADY = COVERED | {"camera_shaking"}


def fault(hold_seconds: float, *, needed: int = 3, window: int = 5) -> Rule:
    """A fault of the camera: it is measured about once a second and must hold; 30 good seconds end it."""
    return Rule(
        needed=needed,
        window=window,
        hold_seconds=hold_seconds,
        clear_seconds=30.0,
        cooldown_seconds=300.0,
        update_seconds=60.0,
        after_clear=AfterClear.NEW_LATER,
        noisy_after=0,  # a fault is told each time; those that come together are grouped over cameras
    )


CAMERA_LOST = Kind(
    name="camera_lost",
    words=Text(zh="画面中断", en="Picture lost"),
    meaning="no picture comes from the camera any more",
    level=4,
    # The worker says it once a source has been silent for its own 8 s, so the first word counts. A loss may never hide
    # in a cool-down: a camera that flaps is counted in its open alert, one that is lost again rings again.
    rule=replace(fault(0.0, needed=1, window=1), clear_seconds=10.0, cooldown_seconds=0.0),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

CAMERA_FROZEN = Kind(
    name="camera_frozen",
    words=Text(zh="画面冻结", en="Picture frozen"),
    meaning="the same picture comes again and again",
    level=4,
    # One picture that differs proves that the camera lives, so not one of five may.
    rule=fault(10.0, needed=5),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

CAMERA_BLACK = Kind(
    name="camera_black",
    words=Text(zh="画面全黑", en="Picture black"),
    meaning="the picture shows nothing but black",
    level=4,
    rule=fault(10.0),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

CAMERA_COVERED = Kind(
    name="camera_covered",
    words=Text(zh="镜头被遮挡", en="Lens covered"),
    meaning="something hides the view, or a part of it",
    level=3,
    rule=fault(10.0),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

CAMERA_MOVED = Kind(
    name="camera_moved",
    words=Text(zh="镜头被移动", en="Camera moved"),
    meaning="the camera looks elsewhere than it was set up to",
    level=4,
    rule=fault(10.0),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

CAMERA_BLURRED = Kind(
    name="camera_blurred",
    words=Text(zh="画面模糊", en="Picture blurred"),
    meaning="the known view has lost its sharpness",
    level=4,
    rule=fault(60.0),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

CAMERA_SHAKING = Kind(
    name="camera_shaking",
    words=Text(zh="镜头抖动", en="Camera shaking"),
    meaning="the picture moves from second to second as a whole",
    level=4,
    # A gust passes in two or three seconds.
    rule=fault(0.0, needed=4, window=6),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

LOW_VISIBILITY = Kind(
    name="low_visibility",
    words=Text(zh="能见度低", en="Low visibility"),
    meaning="fog or heavy rain: a condition in the camera's state, no fault and no alert",
    level=4,
    # Fog comes and goes slowly.
    rule=replace(fault(60.0), quiet=True),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

KINDS = (
    CAMERA_LOST,
    CAMERA_FROZEN,
    CAMERA_BLACK,
    CAMERA_COVERED,
    CAMERA_MOVED,
    CAMERA_BLURRED,
    CAMERA_SHAKING,
    LOW_VISIBILITY,
)
