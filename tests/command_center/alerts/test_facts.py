"""Facts of an alert that are carried through, from what a detector says to what the page gets."""

from __future__ import annotations

from dataclasses import fields

import pytest

from camera_adapters.alerts.observation import Observation
from camera_adapters.messages import EpisodeStep
from command_center.alerts.record import AlertFacts
from command_center.alerts.tables import alert
from command_center.web.views.alerts import AlertReply


@pytest.mark.parametrize("name", [each.name for each in fields(AlertFacts)])
def test_a_fact_has_one_name_all_the_way(name: str) -> None:
    assert name in {each.name for each in fields(Observation)}
    assert name in EpisodeStep.model_fields
    assert name in alert.columns
    assert AlertReply.model_fields[name].is_required()
