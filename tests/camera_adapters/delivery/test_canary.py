"""Canaries: alerts that check the way of alerts."""

from __future__ import annotations

from camera_adapters.delivery.canary import canary_alert
from tests.support.adapter_samples import NOW, alert


def test_a_canary_is_never_in_the_realm_of_real_alerts() -> None:
    message = canary_alert("t1", "box-0", alert().event_id, NOW)
    assert (message.realm, message.place) == ("canary", "t1")
