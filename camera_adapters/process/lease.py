"""Leases of cameras in Redis: one holder each with a fencing epoch, and each worker's fair share.

A lease is ``adapter|epoch`` with a time to live. The epoch grows with every change of hands and stands in file names
and messages, so that what a former holder still writes can be told apart. Of two workers that both believe they hold a
camera, the higher epoch wins. A worker that cannot reach Redis keeps what it runs.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import cast

import redis

from camera_adapters.messages import ADAPTER_TTL_MS, adapter_key, epoch_key, lease_key

LEASE_TTL_MS = 6_000
"""A dead worker's cameras are free after this; with one look a second they run elsewhere within 10 s."""

# KEYS: lease, epoch counter; ARGV: adapter, ttl in ms, the highest epoch this worker ever held for the camera.
# The new epoch, or 0 when somebody else holds the lease. One's own lease is taken back with a new epoch.
_CLAIM = """
local held = redis.call('GET', KEYS[1])
if held and string.match(held, '^(.*)|%d+$') ~= ARGV[1] then return 0 end
local epoch = redis.call('INCR', KEYS[2])
if epoch <= tonumber(ARGV[3]) then
  epoch = tonumber(ARGV[3]) + 1
  redis.call('SET', KEYS[2], epoch)
end
redis.call('SET', KEYS[1], ARGV[1] .. '|' .. epoch, 'PX', ARGV[2])
return epoch
"""

# KEYS: lease, epoch counter; ARGV: adapter, ttl in ms, epoch held. 1 when the lease is still (or again) this worker's.
_RENEW = """
local mine = tonumber(ARGV[3])
local held = redis.call('GET', KEYS[1])
local theirs = held and tonumber(string.match(held, '|(%d+)$')) or tonumber(redis.call('GET', KEYS[2]) or 0)
local own = held == ARGV[1] .. '|' .. ARGV[3]
if not own and (theirs > mine or (held and theirs == mine)) then return 0 end
if tonumber(redis.call('GET', KEYS[2]) or 0) < mine then redis.call('SET', KEYS[2], mine) end
redis.call('SET', KEYS[1], ARGV[1] .. '|' .. ARGV[3], 'PX', ARGV[2])
return 1
"""

# KEYS: lease; ARGV: adapter, epoch held.
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] .. '|' .. ARGV[2] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class Leases:
    """The leases of one worker. Every method raises ``redis.RedisError`` and then has changed nothing here."""

    def __init__(self, client: redis.Redis, adapter: str, ttl_ms: int = LEASE_TTL_MS) -> None:
        self._redis = client
        self._adapter = adapter
        self._ttl = ttl_ms
        self._claim = client.register_script(_CLAIM)
        self._renew = client.register_script(_RENEW)
        self._release = client.register_script(_RELEASE)

    def claim(self, camera_id: str, floor: int = 0) -> int | None:
        """Take a free camera, or one's own back; its new epoch, above ``floor``, or None when another holds it."""
        keys = [lease_key(camera_id), epoch_key(camera_id)]
        return cast("int", self._claim(keys=keys, args=[self._adapter, self._ttl, floor])) or None

    def renew(self, held: Mapping[str, int]) -> set[str]:
        """Renew the leases of ``held`` (camera → epoch); the cameras that another worker holds with a better right."""
        with self._redis.pipeline(transaction=False) as pipeline:
            for camera_id, epoch in held.items():
                keys = [lease_key(camera_id), epoch_key(camera_id)]
                self._renew(keys=keys, args=[self._adapter, self._ttl, epoch], client=pipeline)
            answers = pipeline.execute()
        return {camera_id for camera_id, mine in zip(held, answers, strict=True) if not mine}

    def release(self, camera_id: str, epoch: int) -> None:
        """Give the camera up, if it is still ours."""
        self._release(keys=[lease_key(camera_id)], args=[self._adapter, epoch])

    def holders(self, camera_ids: Sequence[str]) -> dict[str, str]:
        """Which adapter holds each of the cameras that are held."""
        if not camera_ids:
            return {}
        values = cast("list[bytes | None]", self._redis.mget([lease_key(each) for each in camera_ids]))
        pairs = zip(camera_ids, values, strict=True)
        return {camera: value.decode().rpartition("|")[0] for camera, value in pairs if value is not None}

    def announce(self) -> None:
        """Say that this worker is alive."""
        self._redis.set(adapter_key(self._adapter), b"1", px=ADAPTER_TTL_MS)

    def retire(self) -> None:
        """Say that this worker has ended, so that others need not wait."""
        self._redis.delete(adapter_key(self._adapter))

    def live(self) -> set[str]:
        """The names of the workers that are alive."""
        prefix = adapter_key("")
        found = self._redis.scan_iter(match=f"{prefix}*", count=1000)
        return {cast("bytes", key).decode().removeprefix(prefix) for key in found}


def fair_share(cameras: int, workers: int) -> int:
    """The most cameras one of ``workers`` workers takes."""
    return math.ceil(cameras / max(1, workers))


def wanted(
    cameras: Collection[str], holders: Mapping[str, str], mine: str, share: int, before: Collection[str]
) -> list[str]:
    """Which cameras to claim now, best first: one's own leases, then what one ran before, then any other.

    At most as many as ``share`` leaves room for. A camera that somebody else holds is not asked for.
    """
    own = {camera for camera in cameras if holders.get(camera) == mine}
    free = sorted((camera for camera in cameras if camera not in holders), key=lambda each: (each not in before, each))
    return sorted(own) + free[: max(0, share - len(own))]


def surplus(running: Collection[str], share: int) -> list[str]:
    """Which of the running cameras to hand over, because a new worker has come: the last ones by name."""
    return sorted(running)[share:]
