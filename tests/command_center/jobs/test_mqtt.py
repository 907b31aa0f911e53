"""The broker's client."""

from __future__ import annotations

from command_center.jobs import mqtt


def test_an_installation_s_name_at_the_broker_is_its_own_and_short_enough_for_every_broker() -> None:
    one, other = mqtt.client_name("postgresql://a:secret@host/x"), mqtt.client_name("postgresql://a:other@host/x")
    assert one != other
    assert len(one) <= 23
    assert "secret" not in one
