"""Wiring by type: what is named is given, and what nobody built is found at start."""

from __future__ import annotations

from dataclasses import replace

import pytest

from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import ConfigError
from command_center.response.alert_decisions import AlertDecisions
from command_center.web import wiring
from command_center.web.container import Container
from command_center.web.wiring import check_wiring, wired


async def test_a_background_task_is_given_the_parts_whose_types_its_parameters_name(container: Container) -> None:
    given: list[object] = []

    async def run(clock: Clock, database: Database) -> None:
        given.extend([clock, database])

    await wired(run)(container)
    assert given == [container.clock, container.database]


def test_every_part_is_found_by_its_type(container: Container) -> None:
    assert container.parts[AlertDecisions] is container.responding.decisions
    assert container.parts[Clock] is container.clock


def test_a_part_that_is_named_and_never_built_is_told_at_start(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_wiring(container)

    class NobodyBuildsThis:
        pass

    monkeypatch.setattr(wiring, "_named", {Clock, NobodyBuildsThis})
    with pytest.raises(ConfigError, match="NobodyBuildsThis"):
        check_wiring(container)


def test_two_containers_give_their_own_parts(container: Container) -> None:
    other = replace(container, watching=replace(container.watching))
    assert other.parts is not container.parts
