"""A new detector: the recipe of CONTRIBUTING.md, followed with a toy in a copy of the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import CHECKOUT

COPIED = ("camera_adapters", "command_center", "common", "config", "docs", "tools")
GENERATED = "frontend/src/i18n/terms/kinds.generated.ts"

DETECTOR = '''"""Ice on the water: how much of a zone is white."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup
from camera_adapters.detectors.features.zones import Polygon
from camera_adapters.messages import Purpose
from camera_adapters.video.frames import Plane
from common.bounds import bounded, check
from common.kinds.water import ICE
from common.text import Text


@dataclass(frozen=True, slots=True)
class IceSettings:
    """What may be set for one water."""

    white: int = bounded(200, 100, 255, unit="grey", words=Text(zh="白色阈值", en="White from"))

    def __post_init__(self) -> None:
        check(self)


def white_share(picture: Plane, inside: Plane, white: int) -> float:
    """Share of the pixels inside that are at least so bright."""
    return float(np.mean(picture[inside > 0] >= white))


class IceDetector:
    """Ice on one water (see ``Detector``)."""

    version = "ice/1"

    def __init__(self, zone: str | None, polygon: Polygon, settings: IceSettings) -> None:
        self._zone, self._polygon, self._settings = zone, polygon, settings

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """How white it is now."""
        share = white_share(features.small, features.raster(self._polygon), self._settings.white)
        return [Observation(ICE.name, share, self._zone, value=100.0 * share, unit=ICE.unit)]

    def reset(self) -> None:
        """Nothing is remembered."""


def _build(setup: DetectorSetup) -> IceDetector:
    return IceDetector(setup.zone, setup.polygon, setup.own(IceSettings))


ENTRY = DetectorEntry(
    name="ice",
    words=Text(zh="浮冰", en="Ice"),
    finds="water of which a part is white",
    limits="snow on a quay is white too",
    settings=IceSettings,
    kinds=(ICE,),
    build=_build,
    takes=(Purpose.WATER,),
    hotspots=frozenset({"river"}),
)
'''

RECORD = """ICE = Kind(
    name="ice",
    words=Text(zh="河道封冻", en="Ice on the water"),
    meaning="water of which a part is white",
    level=2,
    rule=Rule(threshold=0.4, hold_seconds=60.0, suspended_by=COVERED),
    family=Family.WATER,
    categories=(Category.MET,),
    unit="%",
    by_hand=True,
)

KINDS = (
    ICE,
"""

TRUTH = '''"""Ice is white, and open water is not."""

import numpy as np
import pytest

from camera_adapters.detectors.water.ice import white_share


@pytest.mark.parametrize(("grey", "share"), [(240, 1.0), (90, 0.0)])
def test_white_water_is_ice(grey: int, share: float) -> None:
    assert white_share(np.full((8, 8), grey, np.uint8), np.full((8, 8), 255, np.uint8), 200) == share
'''

QUESTIONS = """
import json
from datetime import UTC
from pathlib import Path

from camera_adapters.detectors.catalogue import catalogue
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.evaluation.cameras import camera_of
from camera_adapters.evaluation.labels import LabelledClip
from camera_adapters.messages import CameraSpec
from command_center.alerts.fusion import kinds_beside
from command_center.alerts.levels import read_levels
from command_center.cap.writing import kind_of
from command_center.words.titles import title
from common.kinds import known_kind

camera = CameraSpec.model_validate({
    "id": "river-1", "name": {"zh": "河", "en": "River"}, "hotspot": "river", "position": {"lon": 113, "lat": 34},
    "main": "scene:river", "detectors": [{"kind": "ice", "settings": {"white": 220, "hold_seconds": 5}}],
})
info = catalogue().find("ice")
print(json.dumps({
    "built": [each.version for each in build_detectors(camera, Site())],
    "rule": [build_rules(camera).rule("ice", None).threshold, build_rules(camera).rule("ice", None).hold_seconds],
    "form": [info.raises, [each.key for each in info.settings][:2], info.settings[0].low],
    "level": read_levels(Path("config/alert_levels.yaml"), {"wuyun-mountain", "river", "reservoir"}).level(
        known_kind("ice"), "river", None, 1.0),
    "title": title("ice", {"zh": "河", "en": "River"}, None),
    "beside": sorted(kinds_beside("ice")),
    "cap": kind_of("ice").categories,
    "judged": [each.kind for each in camera_of(
        LabelledClip.model_validate({"file": "a.mp4", "hotspot": "river", "events": []}), (640, 360)).detectors],
}))
"""


def contents(checkout: Path) -> dict[str, str]:
    """Every text of the copy, by its path."""
    found = (path for path in checkout.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(checkout).as_posix(): path.read_text(errors="replace") for path in found}


def run(checkout: Path, *arguments: str) -> str:
    """Python in the copy; what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    answer = subprocess.run(
        [sys.executable, *arguments], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand once in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy without the built page."""
    for folder in COPIED:
        shutil.copytree(CHECKOUT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "static"))
    page = tmp_path / GENERATED
    page.parent.mkdir(parents=True)
    shutil.copy(CHECKOUT / GENERATED, page)
    return tmp_path


def follow_the_recipe(checkout: Path) -> None:
    """The steps of CONTRIBUTING.md, in their order."""
    (checkout / "camera_adapters/detectors/water/ice.py").write_text(DETECTOR, encoding="utf-8")
    change(checkout / "common/kinds/water.py", "KINDS = (", RECORD)
    table = checkout / "camera_adapters/detectors/table.py"
    change(table, "import debris, flood, water_level", "import debris, flood, ice, water_level")
    change(table, "    debris,\n", "    debris,\n    ice,\n")
    truth = checkout / "tests/camera_adapters/detectors/water/test_ice.py"
    truth.parent.mkdir(parents=True)
    truth.write_text(TRUTH, encoding="utf-8")


def changed(before: dict[str, str], checkout: Path) -> set[str]:
    """The files that are new or another since then."""
    return {name for name, text in contents(checkout).items() if before.get(name) != text}


@pytest.mark.timeout(120)
def test_a_new_detector_is_four_files_and_everything_knows_it(checkout: Path) -> None:
    before = contents(checkout)
    follow_the_recipe(checkout)
    written = changed(before, checkout)
    assert written == {
        "camera_adapters/detectors/water/ice.py",
        "camera_adapters/detectors/table.py",
        "common/kinds/water.py",
        "tests/camera_adapters/detectors/water/test_ice.py",
    }

    run(checkout, "tools/generate_words.py")
    assert changed(before, checkout) - written == {GENERATED, "docs/glossary.md", "docs/detection.md"}
    page = (checkout / GENERATED).read_text(encoding="utf-8")
    assert re.findall(r"^    (?:ice|white): '(.*)',$", page, re.MULTILINE) == [
        *("河道封冻", "浮冰", "白色阈值"),
        *("Ice on the water", "Ice", "White from"),
    ]
    assert (
        "| `ice` | water of which a part is white | snow on a quay is white too |"
        in contents(checkout)["docs/detection.md"]
    )
    run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/camera_adapters/detectors/water/test_ice.py")

    assert json.loads(run(checkout, "-c", QUESTIONS)) == {
        "built": ["ice/1", "camera_faults/3"],
        "rule": [0.4, 5.0],
        "form": [["ice"], ["white", "threshold"], 100.0],
        "level": 2,
        "title": {"zh": "河：河道封冻", "en": "River: Ice on the water"},
        "beside": ["flood", "ice", "level_rise", "overtopping", "rain", "water_level"],
        "cap": ["Met"],
        "judged": ["intrusion", "debris", "ice"],
    }


@pytest.mark.parametrize(
    ("forgotten", "words"),
    [
        (r', words=Text\(zh="白色阈值", en="White from"\)', "its settings have no words: white"),
        (r"^    limits=.*\n", "missing 1 required keyword-only argument: 'limits'"),
    ],
)
def test_what_a_detector_forgets_to_declare_is_an_error_at_start(checkout: Path, forgotten: str, words: str) -> None:
    follow_the_recipe(checkout)
    path = checkout / "camera_adapters/detectors/water/ice.py"
    text, left_out = re.subn(forgotten, "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert left_out == 1
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match=re.escape(words)):
        run(checkout, "-c", "import camera_adapters.detectors.table")


@pytest.mark.parametrize("field", ["words", "meaning", "level", "rule", "family", "categories", "unit", "by_hand"])
def test_what_a_record_forgets_is_an_error_at_start(checkout: Path, field: str) -> None:
    follow_the_recipe(checkout)
    path = checkout / "common/kinds/water.py"
    record = RECORD.partition("\n\n")[0]
    change(path, record, re.sub(rf"^    {field}=.*\n", "", record, flags=re.MULTILINE))
    with pytest.raises(AssertionError, match=f"missing 1 required keyword-only argument: '{field}'"):
        run(checkout, "-c", "import common.kinds")
