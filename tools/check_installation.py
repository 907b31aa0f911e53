"""Check of the installation's files: what must not stand in docker-compose.yml and in the systemd units.

python tools/check_installation.py [FOLDER]; exit status 1 and a line a fault. Only text is read: no engine is needed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

OWNER = "cc_owner"
OWNERS_OWN = frozenset({"migrate", "postgres"})
"""Services that may know the database's owner."""
ADAPTERS_OWN = ("/data/recordings", "/data/spool", "/data/cache")
"""What adapters may write of the data."""
NAMED_PASSWORD = re.compile(r"\$\{\w*(PASSWORD|TOKEN)")
COMPOSE_NEVER = ("privileged", "cap_add", "devices", "pid", "ipc", "userns_mode")
"""Keys of a service that give back what the others take away."""
UNIT_MUST = {
    "CapabilityBoundingSet": "", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes",
    "PrivateTmp": "yes", "PrivateDevices": "yes", "ProtectKernelTunables": "yes", "ProtectKernelModules": "yes",
    "ProtectControlGroups": "yes", "RestrictNamespaces": "yes", "RestrictSUIDSGID": "yes", "UMask": "0077",
}  # fmt: skip
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def compose_faults(text: str) -> list[str]:
    """What is wrong with a compose file."""
    services: Mapping[str, Mapping[str, Any]] = YAML(typ="safe").load(text)["services"]
    return [f"{name}: {fault}" for name, one in services.items() for fault in _service_faults(name, one)]


def _service_faults(name: str, service: Mapping[str, Any]) -> Iterator[str]:
    if service.get("cap_drop") != ["ALL"]:
        yield "capabilities are not dropped"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "no-new-privileges is not set"
    if service.get("read_only") is not True:
        yield "its file system is not read-only"
    if service.get("restart") != "no" and "healthcheck" not in service:
        yield "it runs without a health check"
    if NAMED_PASSWORD.search(str(service.get("command", "")) + str(service.get("entrypoint", ""))):
        yield "a password stands on its command line"
    if name not in OWNERS_OWN and any(OWNER in str(value) for value in service.get("environment", {}).values()):
        yield "it knows the database's owner"
    for port in service.get("ports", []):
        if not re.match(r"(\$\{\w+:-)?127\.0\.0\.1\}?:", str(port)):
            yield f"port {port} is published on more than the loopback interface"
    yield from _given_back(service)
    if name == "adapters":
        yield from (f"it may write {place}" for place in _written(service) if place not in ADAPTERS_OWN)


def _given_back(service: Mapping[str, Any]) -> Iterator[str]:
    """What undoes the confinement."""
    yield from (f"{key} is set" for key in COMPOSE_NEVER if service.get(key))
    if service.get("network_mode") == "host":
        yield "it shares the host's network"
    if any("docker.sock" in str(volume) for volume in service.get("volumes", [])):
        yield "it reaches the container engine"


def _written(service: Mapping[str, Any]) -> Iterator[str]:
    """Where a service may write into volumes."""
    for volume in service.get("volumes", []):
        if isinstance(volume, str):
            _, target, *mode = volume.split(":")
            if mode != ["ro"]:
                yield target
        elif not volume.get("read_only"):
            yield volume["target"]


def unit_faults(text: str, *, owner: bool = False) -> list[str]:
    """What is wrong with a systemd unit; ``owner``: it may read the file with the database owner's address."""
    lines = [line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#")]
    known = {name: value for name, _, value in lines}
    faults = [f"{name}={value} is missing" for name, value in UNIT_MUST.items() if known.get(name) != value]
    start = known.get("ExecStart", "")
    host = re.search(r"--host[ =](\S+)", start)
    secured = "--tls-cert" in start or "--proxy-headers" in start
    if host and host[1] not in LOOPBACK and not secured:
        faults.append(f"plain HTTP on {host[1]}")
    if " demo " in f"{start} ":
        faults.append("it runs the demo")
    files = [value for name, _, value in lines if name == "EnvironmentFile"]
    if not owner and (any("owner" in file for file in files) or "DATABASE_OWNER_URL" in known.get("Environment", "")):
        faults.append("it knows the database's owner")
    if known.get("User", "root") == "root":
        faults.append("it runs as root")
    return faults


def faults_of(folder: Path) -> list[str]:
    """Every fault of a checkout, with the file that holds it."""
    found = [f"docker-compose.yml: {one}" for one in compose_faults((folder / "docker-compose.yml").read_text())]
    for file in sorted((folder / "docs" / "systemd").glob("*.service")):
        faults = unit_faults(file.read_text(), owner=file.name == "command-center-migrate.service")
        found += [f"{file.name}: {one}" for one in faults]
    return found


def main() -> int:
    """The command."""
    found = faults_of(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
