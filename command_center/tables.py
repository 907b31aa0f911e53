"""Every module that defines tables, so that ``metadata`` is whole for migrations and their check."""

from __future__ import annotations

from command_center.auth import journal
from command_center.auth import repository as auth
from command_center.cameras import repository as cameras

ALL = (auth, journal, cameras)
