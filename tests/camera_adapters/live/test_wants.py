"""Announcements read from a real Valkey."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import redis

from camera_adapters.base.connection import Entry
from camera_adapters.live.wants import LONGEST_WANT, CommandReader, Wants
from camera_adapters.messages import (
    COMMANDS_KEY,
    CanaryRequest,
    DesiredStateChanged,
    ProbeRequest,
    TrialCancel,
    TrialRequest,
    Want,
    dead_letters_key,
)
from tests.support.adapter_samples import NOW, spec


class Reader:
    """A command reader that notes what it was asked to do."""

    def __init__(self, client: redis.Redis) -> None:
        self.changed = 0
        self.canaries: list[str] = []
        self.trials: list[TrialRequest | TrialCancel] = []
        self.probes: list[ProbeRequest] = []
        self.wants = Wants()
        self.commands = CommandReader(
            client,
            self.wants,
            on_changed=self._note,
            on_canary=self.canaries.append,
            on_trial=self.trials.append,
            on_probe=self.probes.append,
            now=lambda: NOW,
        )

    def _note(self) -> None:
        self.changed += 1


def announce(
    client: redis.Redis, message: DesiredStateChanged | Want | CanaryRequest | TrialCancel | ProbeRequest
) -> None:
    client.xadd(COMMANDS_KEY, {b"v": message.model_dump_json().encode()})


def started(client: redis.Redis) -> Reader:
    """A reader that has found its place in the stream."""
    reader = Reader(client)
    reader.commands.run_once()
    return reader


def test_what_was_announced_before_the_start_is_not_acted_on_but_the_state_is_read(client: redis.Redis) -> None:
    announce(client, CanaryRequest(token="old"))
    reader = started(client)
    announce(client, CanaryRequest(token="new"))
    reader.commands.run_once()
    assert reader.canaries == ["new"]
    assert reader.changed == 1


def test_a_wish_holds_until_its_time_and_a_renewal_prolongs_it(client: redis.Redis) -> None:
    reader = started(client)
    announce(client, Want(camera_id="c0", stream="main", until=NOW + timedelta(seconds=10)))
    reader.commands.run_once()
    assert reader.wants.active("c0", "main", NOW + timedelta(seconds=9))
    assert not reader.wants.active("c0", "main", NOW + timedelta(seconds=10))
    assert not reader.wants.active("c0", "jpeg", NOW)
    announce(client, Want(camera_id="c0", stream="main", until=NOW + timedelta(seconds=20)))
    announce(client, Want(camera_id="c0", stream="main", until=NOW + timedelta(seconds=5)))
    reader.commands.run_once()
    assert reader.wants.active("c0", "main", NOW + timedelta(seconds=19))


def test_a_wish_from_a_clock_that_runs_ahead_is_bounded(client: redis.Redis) -> None:
    reader = started(client)
    announce(client, Want(camera_id="c0", stream="main", until=NOW + timedelta(hours=3)))
    reader.commands.run_once()
    assert not reader.wants.active("c0", "main", NOW + LONGEST_WANT)


def test_one_worker_of_all_answers_a_canary_request(client: redis.Redis) -> None:
    readers = [started(client), started(client)]
    announce(client, CanaryRequest(token="t1"))
    for reader in readers:
        reader.commands.run_once()
    assert sorted(token for reader in readers for token in reader.canaries) == ["t1"]


def test_a_trial_and_its_end_are_handed_on(client: redis.Redis) -> None:
    reader = started(client)
    announce(client, TrialCancel(token="t" * 8))
    reader.commands.run_once()
    assert reader.trials == [TrialCancel(token="t" * 8)]


def test_a_probe_is_handed_on(client: redis.Redis) -> None:
    reader = started(client)
    request = ProbeRequest(token="p" * 8, spec=spec("new"))
    announce(client, request)
    reader.commands.run_once()
    assert reader.probes == [request]


def test_garbage_is_buried_once_and_what_follows_is_read(client: redis.Redis) -> None:
    readers = [started(client), started(client)]
    client.xadd(COMMANDS_KEY, {b"v": b'{"type": "dance"}'})
    client.xadd(COMMANDS_KEY, {b"nothing": b"\xff"})
    announce(client, DesiredStateChanged(revision=3))
    for reader in readers:
        reader.commands.run_once()
        assert reader.changed == 2
        assert reader.commands.unreadable == 2
    dead = cast("list[Entry]", client.xrange(dead_letters_key()))
    assert [fields[b"stream"] for _, fields in dead] == [b"commands", b"commands"]
    assert dead[0][1][b"v"] == b'{"type": "dance"}'
