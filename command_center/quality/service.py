"""The week's table, agreeing to a suggestion, masking the place of a false alert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from camera_adapters.messages import LIVE_REALM, CameraSpec
from command_center.alerts import repository as alerts
from command_center.alerts.model import AlertState, DismissReason
from command_center.base.db import Database
from command_center.base.errors import NotFound
from command_center.cameras.change import ChangeSource, SetupChange
from command_center.cameras.service import Cameras
from command_center.cameras.setup import CameraSetup, Cause
from command_center.chain.model import Who
from command_center.quality import repository
from command_center.quality.errors import NotMaskableError, SuggestionGoneError
from command_center.quality.mask import masked
from command_center.quality.model import DetectorWatch, Judged, Tally, tally, week_of, within
from command_center.quality.suggestion import Advice, Suggestion, suggest
from command_center.quality.thresholds import threshold_of, with_threshold

BASIS = timedelta(days=28)
"""A suggestion rests on the four weeks up to the end of the table's: one week of one detector is a handful."""


@dataclass(frozen=True, slots=True)
class Row:
    """One detector of one camera in one of its zones: what it did in the week, and what is suggested about it."""

    watch: DetectorWatch
    tally: Tally
    threshold: float | None
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Week:
    """The table of a week."""

    start: datetime
    end: datetime
    rows: list[Row]


class Quality:
    """The use cases. ``time_zone`` is the site's: its weeks begin on Monday at midnight there."""

    def __init__(self, database: Database, cameras: Cameras, setup: CameraSetup, time_zone: ZoneInfo) -> None:
        self._database = database
        self._cameras = cameras
        self._setup = setup
        self._time_zone = time_zone

    async def week(self, day: date) -> Week:
        """The week that a day belongs to; what raised most false alerts comes first."""
        start, end = week_of(day, self._time_zone)
        async with self._database.read() as connection:
            found = await repository.judged(connection, end - BASIS, end)
        specs = {camera.id: camera for camera in await self._cameras.specs()}
        rows = [self._row(watch, judged, start, specs) for watch, judged in found.items()]
        rows = [row for row in rows if row.tally.alerts]
        rows.sort(key=lambda row: (-row.tally.false, -row.tally.alerts, row.watch.camera_id, row.watch.detector))
        return Week(start, end, rows)

    async def agree(self, day: date, watch: DetectorWatch, threshold: float, actor: Who) -> SetupChange:
        """Apply the threshold that the week's table suggests. Raises SuggestionGoneError where it no longer does."""
        start, end = week_of(day, self._time_zone)
        async with self._database.read() as connection:
            found = await repository.judged(connection, end - BASIS, end, watch)
        camera = await self._cameras.spec(watch.camera_id)
        suggestion = self._row(watch, found[watch], start, {camera.id: camera}).suggestion
        if suggestion.advice is not Advice.THRESHOLD or suggestion.threshold != threshold:
            raise SuggestionGoneError
        about = {"reason": str(suggestion.reason), "judged": suggestion.judged, "spared": suggestion.spared}
        cause = Cause(actor, ChangeSource.SUGGESTION, about)
        change = await self._setup.amend(camera.id, lambda now: with_threshold(now, watch, threshold), cause)
        if change is None:
            raise SuggestionGoneError
        return change

    async def mask(self, alert_id: UUID, actor: Who) -> SetupChange:
        """Nothing seen where this false alert was counts any more. Raises NotFound, NotMaskableError."""
        async with self._database.read() as connection:
            found = await alerts.by_ids(connection, LIVE_REALM, [alert_id])
        if not found:
            raise NotFound("alert_not_found", "预警不存在", "There is no such alert")
        (alert,) = found
        false = alert.state is AlertState.DISMISSED and alert.reason == DismissReason.FALSE_ALARM
        box, camera_id = alert.box, alert.camera_id
        if not false or box is None or camera_id is None:
            raise NotMaskableError
        cause = Cause(actor, ChangeSource.MASK, {"alert_id": str(alert_id)})
        change = await self._setup.amend(camera_id, lambda now: masked(now, box), cause)
        if change is None:
            raise NotMaskableError
        return change

    def _row(self, watch: DetectorWatch, judged: list[Judged], start: datetime, specs: Mapping[str, CameraSpec]) -> Row:
        camera = specs.get(watch.camera_id)
        threshold = None if camera is None else threshold_of(camera, watch, self._cameras.catalogue)
        return Row(watch, tally(within(judged, start)), threshold, suggest(judged, threshold))
