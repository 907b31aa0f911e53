"""Table of who may use which route, written to docs/access.md: ``python tools/write_access.py``."""

from __future__ import annotations

from pathlib import Path

from command_center.app import every_route
from command_center.web.access import access_document, access_table

FILE = Path(__file__).parents[1] / "docs" / "access.md"

if __name__ == "__main__":
    FILE.write_text(access_document(access_table(every_route())), encoding="utf-8")
