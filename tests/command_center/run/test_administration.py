"""The command line: results in words, mistakes in words, never a stack trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_center.auth.model import OpenSession, Origin, Role
from command_center.base.errors import StartError
from command_center.base.settings import Settings
from command_center.run import administration, dumps
from command_center.web.container import Container
from tests.support.paths import CHECKOUT


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with nothing set but what is given."""
    clean = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-m", "command_center", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=clean, capture_output=True, text=True, check=False, input="")


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("serve",), {}, "DATABASE_URL is not set"),
        (("serve",), {"DATABASE_URL": "mysql://x/y"}, "only postgresql works"),
        (("serve", "--tls-cert", "none.pem"), {}, "--tls-key"),
        (("migrate",), {"DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:1/x"}, "127.0.0.1"),
        (("check-config", "--cameras", "none.yaml"), {}, "none.yaml: there is no such file"),
        (("demo", "--cameras", "none.yaml", "--port", "0"), {}, "none.yaml: there is no such file"),
        (("restore", "none.dump"), {"DATABASE_URL": "postgresql://u:p@127.0.0.1:1/x"}, "add --yes"),
        (("check-config",), {"CC_TIME_ZONE": "Mars/Base"}, "CC_TIME_ZONE"),
    ],
)
def test_a_mistake_is_told_in_words(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], words: str
) -> None:
    done = run(*arguments, CC_DATA_DIR=str(tmp_path), **environment)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_the_configuration_of_the_repository_has_no_problems() -> None:
    if not (CHECKOUT / "config" / "cameras.yaml").exists():
        pytest.skip("config/cameras.yaml is not written yet")
    done = run("check-config")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("44 cameras")


async def test_a_backup_brings_back_what_was_deleted(container: Container, settings: Settings, tmp_path: Path) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, "long enough 1")
    opened = await container.people.sessions.sign_in("wang", "long enough 1", Origin("10.0.0.7"))
    assert isinstance(opened, OpenSession)
    await container.database.close()
    owner = administration.required(settings.database_owner_url, "DATABASE_OWNER_URL")
    file = dumps.backup(owner, tmp_path / "one.dump")
    assert file.stat().st_mode & 0o777 == 0o600
    await container.people.accounts.create("later", "后来", Role.VIEWER, "long enough 1")
    await container.database.close()
    assert "sign in again" in await administration.restore(settings, file, sure=True)
    assert await container.people.sessions.actor(opened.token) is None, "it may have been ended since the backup"
    assert [account.username for account in (await container.people.accounts.accounts(0, 10))[0]] == ["wang"]


async def test_a_file_that_is_no_backup_is_refused(settings: Settings, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.dump"
    wrong.write_text("no dump")
    with pytest.raises(StartError, match="pg_restore failed"):
        await administration.restore(settings, wrong, sure=True)
