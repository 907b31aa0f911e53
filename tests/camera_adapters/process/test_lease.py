"""Leases with their fencing epochs on a real Valkey, and the pure part of sharing."""

from __future__ import annotations

import redis

from camera_adapters.messages import epoch_key, lease_key
from camera_adapters.process.lease import LEASE_TTL_MS, Leases, fair_share, surplus, wanted


def test_only_one_worker_gets_a_camera_and_epochs_grow_with_every_hand(client: redis.Redis) -> None:
    first, second = Leases(client, "a"), Leases(client, "b")
    assert first.claim("cam") == 1
    assert second.claim("cam") is None
    first.release("cam", 1)
    assert second.claim("cam") == 2
    assert client.get(lease_key("cam")) == b"b|2"
    assert 0 < client.pttl(lease_key("cam")) <= LEASE_TTL_MS


def test_a_restarted_worker_takes_its_own_lease_back_at_once(client: redis.Redis) -> None:
    assert Leases(client, "a").claim("cam") == 1
    assert Leases(client, "a").claim("cam") == 2


def test_a_name_that_begins_like_another_is_another(client: redis.Redis) -> None:
    Leases(client, "box-1").claim("cam")
    assert Leases(client, "box").claim("cam") is None
    assert Leases(client, "box-11").claim("cam") is None


def test_renewing_keeps_the_lease_and_restores_one_that_redis_lost(client: redis.Redis) -> None:
    leases = Leases(client, "a")
    epoch = leases.claim("cam") or 0
    assert leases.renew({"cam": epoch}) == set()
    client.flushall()
    assert leases.renew({"cam": epoch}) == set()
    assert client.get(lease_key("cam")) == b"a|1"
    assert client.get(epoch_key("cam")) == b"1"


def test_who_was_away_while_another_took_the_camera_must_stop(client: redis.Redis) -> None:
    away, other = Leases(client, "a"), Leases(client, "b")
    epoch = away.claim("cam") or 0
    client.delete(lease_key("cam"))  # it expired meanwhile
    assert other.claim("cam") == epoch + 1
    assert away.renew({"cam": epoch}) == {"cam"}
    assert client.get(lease_key("cam")) == b"b|2"


def test_who_was_away_must_stop_even_when_the_other_has_given_the_camera_up_again(client: redis.Redis) -> None:
    away, other = Leases(client, "a"), Leases(client, "b")
    epoch = away.claim("cam") or 0
    client.delete(lease_key("cam"))
    other.release("cam", other.claim("cam") or 0)
    assert away.renew({"cam": epoch}) == {"cam"}


def test_after_redis_was_emptied_the_higher_epoch_wins(client: redis.Redis) -> None:
    old, new = Leases(client, "a"), Leases(client, "b")
    assert new.claim("cam") == 1  # b found an empty server first
    assert old.renew({"cam": 57}) == set()
    assert client.get(lease_key("cam")) == b"a|57"
    assert new.renew({"cam": 1}) == {"cam"}


def test_a_new_epoch_is_above_every_one_the_worker_remembers(client: redis.Redis) -> None:
    assert Leases(client, "a").claim("cam", floor=41) == 42
    assert client.get(epoch_key("cam")) == b"42"


def test_a_former_holder_cannot_release_the_lease_of_the_next(client: redis.Redis) -> None:
    first, second = Leases(client, "a"), Leases(client, "b")
    epoch = first.claim("cam") or 0
    client.delete(lease_key("cam"))
    second.claim("cam")
    first.release("cam", epoch)
    assert client.get(lease_key("cam")) == b"b|2"


def test_living_workers_are_known_until_they_retire(client: redis.Redis) -> None:
    first, second = Leases(client, "a"), Leases(client, "b")
    first.announce()
    second.announce()
    assert first.live() == {"a", "b"}
    second.retire()
    assert first.live() == {"a"}


def test_a_share_is_rounded_up_so_that_no_camera_is_left() -> None:
    assert fair_share(44, 2) == 22
    assert fair_share(45, 2) == 23
    assert fair_share(44, 0) == 44
    assert fair_share(0, 3) == 0


def test_one_asks_for_ones_own_first_then_for_what_one_ran_then_for_others_up_to_the_share() -> None:
    cameras = ["c1", "c2", "c3", "c4", "c5"]
    assert wanted(cameras, {"c1": "b", "c4": "a"}, "a", 3, before=["c5"]) == ["c4", "c5", "c2"]
    assert wanted(cameras, {"c1": "b"}, "a", 0, before=[]) == []


def test_one_hands_over_only_what_is_above_the_share() -> None:
    assert surplus(["c3", "c1", "c2"], 2) == ["c3"]
    assert surplus(["c1"], 2) == []
