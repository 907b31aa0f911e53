"""docker-compose.yml: valid by the specification, and every service's command and health check does what it says."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.compose import DATABASE_BINARIES, Compose
from tests.support.paths import CHECKOUT
from tests.support.waiting import eventually

PASSWORDS = {
    "REDIS_PASSWORD": "redis-word", "REDIS_ADAPTER_PASSWORD": "adapter-word", "REDIS_ADMIN_PASSWORD": "admin-word",
    "CC_OWNER_PASSWORD": "owner-word", "CC_APP_PASSWORD": "app-word",
}  # fmt: skip
HOME = {"HOME": "/tmp"}  # noqa: S108 - PostgreSQL's tools only look for a password file there


def test_the_file_is_valid_by_the_compose_specification() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_password_that_is_not_set_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="CC_APP_PASSWORD"):
        Compose(tmp_path, {**PASSWORDS, "CC_APP_PASSWORD": ""})


@pytest.fixture
def compose(tmp_path: Path) -> Iterator[Compose]:
    made = Compose(tmp_path, PASSWORDS)
    yield made
    made.stop()


def unprivileged() -> dict[str, str]:
    """PostgreSQL does not run as root; the image's own entry point changes the user too."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return {"user": pwd.getpwnam(name).pw_name}
    pytest.skip("PostgreSQL does not run as root, and there is no user postgres or nobody")


def initialise(compose: Compose, cluster: Path) -> None:
    """What the image's entry point does before it starts the server."""
    word = compose.data / "word"
    word.write_text(PASSWORDS["CC_OWNER_PASSWORD"])
    cluster.mkdir()
    who = unprivileged()
    for path in (cluster, word):
        if who:
            shutil.chown(path, who["user"])
    for parent in (compose.data, *compose.data.parents):
        if parent != Path("/tmp") and parent.is_relative_to("/tmp"):  # noqa: S108 - pytest's own folders
            parent.chmod(0o755)
    form = ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    command = [DATABASE_BINARIES / "initdb", "-D", cluster, "-U", "cc_owner", "--pwfile", word, *form]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **HOME}, **who)


def start_servers(compose: Compose) -> None:
    cluster = compose.data / "cluster"
    initialise(compose, cluster)
    assert compose.run("redis-users").returncode == 0
    compose.start("redis", "--port", str(compose.ports["redis"]), "--dir", str(compose.data))
    compose.start("redis-live", "--port", str(compose.ports["redis-live"]))
    sockets = ["-D", str(cluster), "-p", str(compose.ports["postgres"]), "-k", str(cluster), "-h", "127.0.0.1"]
    compose.start("postgres", *sockets, **unprivileged())
    for name in ("redis", "redis-live"):
        eventually(lambda name=name: compose.healthy(name, "-p", str(compose.ports[name])), within=30, what=name)
    where = {"PGHOST": "127.0.0.1", "PGPORT": str(compose.ports["postgres"]), **HOME}
    eventually(lambda: compose.healthy("postgres", **where), within=60, what="postgres")
    word = {"PGPASSWORD": PASSWORDS["CC_OWNER_PASSWORD"]}
    subprocess.run(
        [DATABASE_BINARIES / "createdb", "-U", "cc_owner", "command_center"],
        check=True,
        env={**os.environ, **where, **word},
    )


@pytest.mark.timeout(240)
def test_every_service_starts_by_its_own_command_and_passes_its_own_health_check(compose: Compose) -> None:
    if not shutil.which("redis-cli") and not shutil.which("valkey-cli"):
        pytest.skip("no redis-cli on this machine for the health check of the Redis services")
    assert set(compose.services) == {
        "redis-users", "redis", "redis-live", "postgres", "migrate", "command-center", "adapters", "scenes",
    }  # fmt: skip
    start_servers(compose)
    migrated = compose.run("migrate")
    assert migrated.returncode == 0, migrated.stderr
    assert not compose.healthy("command-center")
    assert not compose.healthy("adapters")
    compose.start("command-center")
    compose.start("adapters")
    eventually(lambda: compose.healthy("command-center"), within=60, every=1, what="command-center is healthy")
    eventually(lambda: compose.healthy("adapters"), within=60, every=1, what="adapters are healthy")
    scenes = compose.run("scenes", file=few_cameras(compose.data))
    assert scenes.returncode == 0, scenes.stderr
    assert "2 cameras" in scenes.stdout


def few_cameras(folder: Path) -> Path:
    """Two short scenes instead of the town's 44."""
    from tests.support.farm import cameras_file  # noqa: PLC0415 - needs PyAV, the tests above do not

    return cameras_file(folder / "few.yaml", [f"scene:site?seed={n}&seconds=2&size=160x88" for n in (1, 2)])
