"""Environment of the adapters: the variables of the centre that they need, and no others.

They read streams of foreign devices with a library in C. An attacker who takes an adapter over must find there neither
the address of the database nor the passwords of mail and messages.
"""

from __future__ import annotations

from collections.abc import Mapping

from common.camera_urls import SecretNames

SYSTEM = ("PATH", "HOME", "USER", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TMP", "TEMP", "VIRTUAL_ENV", "MALLOC_ARENA_MAX")
SYSTEM_PREFIXES = ("LC_", "LD_", "PYTHON", "OMP_", "OPENBLAS_", "MKL_")
OWN = (
    "REDIS_URL", "LIVE_REDIS_URL", "CC_DATA_DIR", "CC_TIME_ZONE", "CC_LOG_LEVEL", "CC_LOG_FORMAT", "CC_OBJECT_MODEL",
    "CC_CAMERA_SECRETS",
)  # fmt: skip
OWN_PREFIXES = ("CC_ADAPTER_", "CC_RECORDING_")


def adapter_environment(environment: Mapping[str, str], names: SecretNames) -> dict[str, str]:
    """What of this environment the adapters get: the system's, their own settings, and the secrets of cameras."""
    plain = frozenset((*SYSTEM, *OWN))
    prefixes = (*SYSTEM_PREFIXES, *OWN_PREFIXES)
    kept = {name: value for name, value in environment.items() if name in plain or name.startswith(prefixes)}
    return {**kept, **names.of(environment)}
