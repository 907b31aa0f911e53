"""Check of the sources by bandit: every finding is repaired or accepted in pyproject.toml with reason and last day.

python -m tools.check_code [FOLDER]; exit status 1 and a line a fault. Comments in the sources silence nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.acceptances import Finding, acceptances, faults, unused

SOURCES = ("common", "camera_adapters", "command_center", "tools")


def found(folder: Path) -> list[Finding]:
    """What bandit finds in the sources of a checkout, of every severity."""
    sources = [name for name in SOURCES if (folder / name).is_dir()]
    command = [sys.executable, "-m", "bandit", "-q", "-r", *sources, "-f", "json", "--ignore-nosec"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    answer: dict[str, Any] = json.loads(done.stdout)
    unread = [Finding("unread", error["filename"], error["reason"]) for error in answer["errors"]]
    return unread + [
        Finding(one["test_id"], one["filename"], f"line {one['line_number']}: {one['issue_text']}")
        for one in answer["results"]
    ]


def main(folder: Path) -> int:
    """Print each fault; answers the exit status."""
    accepted = acceptances(folder / "pyproject.toml", "code")
    findings = found(folder)
    told = [*faults(findings, accepted, datetime.now(UTC).date()), *unused(findings, accepted)]
    for line in told:
        print(line)
    return bool(told)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
