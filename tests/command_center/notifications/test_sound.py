"""The sound of a person's pages: a call that nobody can hear is given up, and does not pile up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import uuid4

import pytest
import redis.asyncio as aioredis

from command_center.duty.consoles import Consoles
from command_center.notifications.errors import TransportError
from command_center.notifications.model import Letter, Notice, Topic, Wording
from command_center.notifications.page.sound import GIVEN_UP_AFTER, Sound

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORDS = Wording(zh="预警", en="Alert")


class Deaf:
    """Consoles of which none can be heard."""

    async def audible_to(self, _: object) -> bool:
        return False


def letter(attempts: int) -> Letter:
    notice = Notice(Topic.ALERT, WORDS, WORDS, "/")
    return Letter(uuid4(), "live", notice, uuid4(), "值班员", "", attempts, NOW, NOW + timedelta(hours=1))


@pytest.mark.parametrize(("attempts", "given_up"), [(1, False), (GIVEN_UP_AFTER - 1, False), (GIVEN_UP_AFTER, True)])
async def test_a_call_that_no_page_can_sound_is_given_up_after_some_attempts(attempts: int, given_up: bool) -> None:
    sound = Sound(cast("aioredis.Redis", None), cast("Consoles", Deaf()))
    with pytest.raises(TransportError) as refused:
        await sound.send(letter(attempts))
    assert (refused.value.reason, refused.value.permanent) == ("no_audible_page", given_up)
