"""A new notification channel: the recipe of CONTRIBUTING.md, followed with a toy in a copy of the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import CHECKOUT

COPIED = ("camera_adapters", "command_center", "common", "config")

CHANNEL = '''"""A board beside the road: each letter is one line of a file that the board shows."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from command_center.notifications.channel import ChannelKind, ChannelSettings
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter
from common.text import Text


class BoardSettings(ChannelSettings):
    """Where the board reads; everybody sees it."""

    kind: Literal["board"]
    path: Path

    @property
    def shared(self) -> bool:
        return True


class Board:
    """SENT once the line is written (see ``Transport``)."""

    concurrency = 1
    timeout = 5.0

    def __init__(self, settings: BoardSettings) -> None:
        self._path = settings.path

    async def send(self, letter: Letter) -> DeliveryState:
        try:
            with self._path.open("a", encoding="utf-8") as lines:
                lines.write(f"{letter.title}\\n")
        except OSError as error:
            raise TransportError("unreachable", type(error).__name__) from error
        return DeliveryState.SENT


KIND = ChannelKind(
    name="board",
    words=Text(zh="路边显示屏", en="Board beside the road"),
    address=Text(zh="无", en="None"),
    settings=BoardSettings,
    build=lambda settings, _public_url, _clock: Board(settings),
)
'''

TRUTH = '''"""A letter is a line of the board."""

from pathlib import Path

import pytest

from command_center.notifications.channels.board import Board, BoardSettings
from command_center.notifications.errors import TransportError


async def test_a_board_that_is_away_is_tried_again(tmp_path: Path) -> None:
    board = Board(BoardSettings(kind="board", path=tmp_path / "none" / "lines.txt"))
    with pytest.raises(TransportError) as caught:
        await board.send(None)
    assert not caught.value.permanent
'''

EXAMPLE = ("#   sms: {", "#   road: {kind: board, path: /data/board.txt}\n#   sms: {")

QUESTIONS = """
import asyncio, json, sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from command_center.base.clock import SystemClock
from command_center.notifications.model import Letter, Notice, Topic, Wording
from command_center.notifications.settings import read_notifications
from command_center.notifications.transports import build_transports
from command_center.web.routes.notifications import channel_replies

class Nothing:
    control = None

site = read_notifications(Path(sys.argv[1]))
now = datetime(2026, 7, 1, tzinfo=UTC)
notice = Notice(Topic.ALERT, Wording(zh="山体落石", en="Rockfall"), Wording(zh="请查看", en="Look"), "/alerts/1", 1)
letter = Letter(uuid4(), "live", notice, None, "", "", 1, now, now)
transport = build_transports(site, Nothing(), None, SystemClock())["road"]
state = asyncio.run(transport.send(letter))
(reply,) = (one for one in channel_replies(site, {}) if one.name == "road")
print(json.dumps({"state": state, "shared": sorted(site.shared), "page": reply.model_dump(mode="json")}))
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


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy without the built page."""
    for folder in COPIED:
        shutil.copytree(CHECKOUT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "static"))
    return tmp_path


def follow_the_recipe(checkout: Path) -> None:
    """The steps of CONTRIBUTING.md, in their order."""
    (checkout / "command_center/notifications/channels/board.py").write_text(CHANNEL, encoding="utf-8")
    truth = checkout / "tests/command_center/notifications/test_board.py"
    truth.parent.mkdir(parents=True)
    truth.write_text(TRUTH, encoding="utf-8")
    example = checkout / "config/notifications.yaml"
    text = example.read_text(encoding="utf-8")
    assert text.count(EXAMPLE[0]) == 1
    example.write_text(text.replace(*EXAMPLE), encoding="utf-8")


def test_a_new_channel_is_three_files_and_a_notice_goes_out_through_it(checkout: Path) -> None:
    before = contents(checkout)
    follow_the_recipe(checkout)
    after = contents(checkout)
    touched = {path for path in after if before.get(path) != after[path]}
    assert len(touched) == 3
    board, file = checkout / "lines.txt", checkout / "site.yaml"
    file.write_text(f"channels:\n  road: {{kind: board, path: {board}}}\n", encoding="utf-8")
    answer = json.loads(run(checkout, "-c", QUESTIONS, str(file)))
    assert board.read_text(encoding="utf-8") == "山体落石 / Rockfall\n"
    assert (answer["state"], answer["shared"]) == ("sent", ["road"])
    assert (answer["page"]["kind"], answer["page"]["kind_words"]["en"]) == ("board", "Board beside the road")
    run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "tests")


def test_a_module_among_the_channels_that_is_none_stops_the_start(checkout: Path) -> None:
    (checkout / "command_center/notifications/channels/nothing.py").write_text('"""Nothing."""\n', encoding="utf-8")
    with pytest.raises(AssertionError, match=r"channels/nothing\.py ends with no KIND"):
        run(checkout, "-c", "import command_center.notifications.settings")
