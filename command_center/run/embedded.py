"""The embedded servers: two Valkeys and PostgreSQL, as programs for the supervisor, without the wheels' wrappers."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil
import redis.asyncio as aioredis

from command_center.base.errors import StartError
from command_center.base.private_file import write_private
from command_center.run import pidfiles, placement, redis_users, secret_store
from command_center.run.placement import Placement
from command_center.run.secret_store import Secrets
from command_center.run.supervision import ProcessSupervisor, Program

DATABASE = "command_center"
OWNER = "cc_owner"
APPLICATION = "cc_app"
SERVER_LAYER = 0
"""Servers stop last."""
CRASH_RECOVERY_SECONDS = 900.0
"""Replaying the log after a crash may take minutes on a slow disk; killing it then would only start it again."""


@dataclass(frozen=True)
class Urls:
    """How to reach the servers; they hold passwords."""

    redis: str
    live_redis: str
    database: str
    database_owner: str

    def environment(self) -> dict[str, str]:
        """As settings for child processes."""
        return {
            "REDIS_URL": self.redis,
            "LIVE_REDIS_URL": self.live_redis,
            "DATABASE_URL": self.database,
            "DATABASE_OWNER_URL": self.database_owner,
        }


def urls_of(own: Secrets, redis_user: str = redis_users.CENTRE) -> Urls:
    """Where the servers of these secrets answer, and as whom one signs in to Redis."""
    words = {
        redis_users.CENTRE: (own.redis_centre_password, own.redis_centre_password),
        redis_users.ADAPTER: (own.redis_adapter_password, own.redis_adapter_password),
        redis_users.ADMIN: (own.redis_password, own.live_redis_password),
    }
    control, live = words[redis_user]
    return Urls(
        redis=f"redis://{redis_user}:{control}@127.0.0.1:{own.redis_port}/0",
        live_redis=f"redis://{redis_user}:{live}@127.0.0.1:{own.live_redis_port}/0",
        database=_database_url(own, APPLICATION, own.application_password, DATABASE),
        database_owner=_database_url(own, OWNER, own.owner_password, DATABASE),
    )


def _database_url(own: Secrets, user: str, password: str, database: str) -> str:
    return f"postgresql://{user}:{quote(password)}@127.0.0.1:{own.postgres_port}/{database}"


@dataclass(frozen=True)
class Durability:
    """Tests switch it off, nobody else."""

    fsync: bool = True


class Embedded:
    """The servers of one data folder. ``start`` is idempotent over restarts; the supervisor stops them."""

    def __init__(self, data_dir: Path, supervisor: ProcessSupervisor, *, durability: Durability | None = None) -> None:
        self._supervisor = supervisor
        self._durability = durability or Durability()
        self._secrets: Secrets = secret_store.load(data_dir / "secrets.json")
        self._place: Placement = placement.place(data_dir, self._secrets.id)
        self._environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}

    @property
    def place(self) -> Placement:
        """Where the servers are and as whom they run."""
        return self._place

    @property
    def urls(self) -> Urls:
        """Where the servers answer; the same after every restart."""
        return urls_of(self._secrets)

    def urls_for(self, redis_user: str) -> Urls:
        """The same for another user of Redis."""
        return urls_of(self._secrets, redis_user)

    @property
    def admin_url(self) -> str:
        """PostgreSQL as its superuser, for creating databases."""
        return _database_url(self._secrets, "postgres", self._secrets.postgres_password, "postgres")

    async def start_redis(self) -> None:
        """Start both, return when both answer."""
        await asyncio.gather(
            self._supervisor.start(self._valkey("redis", "control", CONTROL_CONFIG)),
            self._supervisor.start(self._valkey("redis-live", "live", LIVE_CONFIG)),
        )

    async def start_postgres(self) -> None:
        """Start it, after creating the cluster at the first start, and see that roles and database exist."""
        cluster = self._place.folder("postgres") / "cluster"
        if not cluster.exists():
            await asyncio.to_thread(self._create_cluster, cluster)
        await self._supervisor.start(self._postgres(cluster))
        await self._ensure_database()

    # ------------------------------------------------------------------ Valkey

    def _valkey(self, name: str, server: redis_users.Server, config: Mapping[str, str]) -> Program:
        folder = self._place.folder(name)
        own = self._secrets
        control = server == "control"
        port, admin = (
            (own.redis_port, own.redis_password) if control else (own.live_redis_port, own.live_redis_password)
        )
        urls = self.urls
        url = urls.redis if control else urls.live_redis
        users = folder / "users.acl"
        text = redis_users.users_file(server, own.redis_centre_password, own.redis_adapter_password, admin)
        write_private(users, text)
        self._place.own(users)
        lines = {**COMMON_CONFIG, **config, "port": str(port), "aclfile": f'"{users}"', "dir": f'"{folder}"'}
        if not self._durability.fsync and lines["appendonly"] == "yes":
            lines["appendfsync"] = "no"
        file = folder / "valkey.conf"
        write_private(file, "".join(f"{key} {value}\n" for key, value in lines.items()))
        self._place.own(file)

        async def ready() -> bool:
            async with aioredis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
                return bool(await client.ping())

        return Program(
            name=name,
            command=(str(self._place.valkey), str(file)),
            environment=self._environment,
            folder=Path("/"),
            layer=SERVER_LAYER,
            user=self._place.user,
            ready=ready,
            ready_seconds=CRASH_RECOVERY_SECONDS,
        )

    # ------------------------------------------------------------------ PostgreSQL

    def _postgres(self, cluster: Path) -> Program:
        async def ready() -> bool:
            connection = await asyncpg.connect(self.admin_url, timeout=2)
            await connection.close()
            return True

        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._secrets.postgres_port),
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "64MB",
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            "jit": "off",
            "fsync": "on" if self._durability.fsync else "off",
        }
        arguments = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return Program(
            name="postgres",
            command=(str(self._place.postgres_bin / "postgres"), "-D", str(cluster), *arguments),
            environment=self._environment,
            folder=Path("/"),
            layer=SERVER_LAYER,
            user=self._place.user,
            ready=ready,
            before=lambda: clear_stale_lock(cluster),
            stop_signal=signal.SIGINT,  # fast shutdown: SIGTERM would wait for every client to leave
            stop_seconds=30,
            ready_seconds=CRASH_RECOVERY_SECONDS,
        )

    def _create_cluster(self, cluster: Path) -> None:
        """initdb into a draft that is renamed when it is whole: a start that was killed begins again."""
        draft = cluster.with_name("cluster.new")
        shutil.rmtree(draft, ignore_errors=True)
        password_file = cluster.with_name("password.new")
        write_private(password_file, self._secrets.postgres_password)
        self._place.own(password_file)
        sync = () if self._durability.fsync else ("--no-sync",)
        command = (
            str(self._place.postgres_bin / "initdb"), "-D", str(draft), "-U", "postgres", "--auth=scram-sha-256",
            f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", *sync,
        )  # fmt: skip
        user = self._place.user
        try:
            subprocess.run(
                command,
                check=True,
                capture_output=True,
                text=True,
                cwd="/",
                env=self._environment,
                user=user.uid if user else None,
                group=user.gid if user else None,
                extra_groups=[] if user else None,
                timeout=300,
            )
        except subprocess.CalledProcessError as error:
            raise StartError(f"PostgreSQL's initdb failed in {draft}:\n{error.stderr.strip()}") from None
        finally:
            password_file.unlink(missing_ok=True)
        draft.rename(cluster)

    async def _ensure_database(self) -> None:
        """Two roles and one database. The application's role neither owns nor creates anything."""
        connection = await asyncpg.connect(self.admin_url, timeout=10)
        try:
            for role, password in (
                (OWNER, self._secrets.owner_password),
                (APPLICATION, self._secrets.application_password),
            ):
                if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                    await connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
                await connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
                await connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
                await connection.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}")
        finally:
            await connection.close()


COMMON_CONFIG: Mapping[str, str] = {
    "bind": "127.0.0.1",
    "protected-mode": "yes",
    "daemonize": "no",
    "save": '""',
    "appendonly": "no",
    "loglevel": "notice",
    "tcp-keepalive": "60",
    "maxclients": "2000",
}
# Every second is enough: the adapters keep each alert in their spool until its transaction is committed.
CONTROL_CONFIG: Mapping[str, str] = {
    "appendonly": "yes",
    "appendfsync": "everysec",
    "aof-load-truncated": "yes",
    "maxmemory": "512mb",
    "maxmemory-policy": "noeviction",
}
# Least recently used first: what nobody publishes any more goes before a stream that is alive.
LIVE_CONFIG: Mapping[str, str] = {"maxmemory": "256mb", "maxmemory-policy": "allkeys-lru"}


def clear_stale_lock(cluster: Path) -> None:
    """Remove ``postmaster.pid`` when its process is another program's: after a restart of the machine or container
    small process ids come again, and PostgreSQL would refuse to start."""
    lock = cluster / "postmaster.pid"
    with suppress(OSError, ValueError, IndexError):
        pid = int(lock.read_text().splitlines()[0])
        with suppress(psutil.Error):
            if pidfiles.started_at(pid) is not None and "postgres" in psutil.Process(pid).name():
                return
        lock.unlink()
