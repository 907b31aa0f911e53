"""Calls about alerts: whom each reaches now, in which words, and when many alerts share one notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository
from command_center.alerts.escalation_file import Storm
from command_center.alerts.next_step import Call
from command_center.alerts.origins import Origin, origins_of
from command_center.chain.model import LEVEL, MARK, Subject
from command_center.duty import repository as duty
from command_center.duty.consoles import Consoles
from command_center.duty.model import Called, Staff
from command_center.notifications.model import Notice, Order, Topic, Wording
from command_center.notifications.outbox import Outbox
from command_center.site.model import Hotspots
from command_center.words.titles import title
from common.text import Text

RISES = frozenset({LEVEL, MARK})
"""``why`` of calls that never share a notice, however many alerts there are."""

NOTE_LENGTH = 200
"""Most characters of a report in a call: a text message must be short. The page of the alert shows the whole report."""

CALLED_ZH = {
    Called.DUTY_OFFICER: "值班员",
    Called.DUTY_LEADER: "带班领导",
    Called.COMMANDER: "指挥长",
    Called.EVERYBODY: "全体值守人员",
}
CALLED_EN = {
    Called.DUTY_OFFICER: "duty officer",
    Called.DUTY_LEADER: "duty leader",
    Called.COMMANDER: "commander",
    Called.EVERYBODY: "everybody on duty",
}
WHY = {
    "raised": ("请立即查看", "Look now"),
    "level": ("等级上升，请立即查看", "The level has risen, look now"),
    "mark": ("水位升过更高一线，请立即查看", "The water has reached a higher mark, look now"),
    "undecided": ("已收到但未作决定，重新待处理", "Taken, but nobody decided: it waits again"),
    "shelf_expired": ("搁置到期，重新待处理", "The shelf has expired: it waits again"),
    "unheard": ("值守页面都发不出声音，请立即查看", "No page on duty can be heard: look now"),
}


class AlertCalls:
    """Turns calls into notices in the outbox.

    ``consoles`` knows the pages on duty, ``storm`` says from how many alerts of a kind at a place notices are shared,
    ``hotspots`` gives the names of places.
    """

    def __init__(self, outbox: Outbox, consoles: Consoles, storm: Storm, hotspots: Hotspots) -> None:
        self._outbox = outbox
        self._consoles = consoles
        self._storm = storm
        self._hotspots: Mapping[str, Text] = {one.id: one.name for one in hotspots.hotspots}

    async def audible(self) -> bool:
        """Whether a page on duty can be heard. Ask before the transaction begins: the answer of Redis may take long."""
        return await self._consoles.audible()

    async def make(self, connection: AsyncConnection, realm: str, calls: Sequence[Call], now: datetime) -> None:
        """Queue the notices of these calls in the caller's transaction, before its transitions are appended.

        Any realm but the live one calls nobody, so that a drill or the canary can reach no phone.
        """
        if realm != LIVE_REALM or not calls:
            return
        staff = await duty.staff(connection)
        crowds = await repository.crowds(connection, realm, {call.alert.kind for call in calls}, self._since(now))
        plain, crowded = self._parted(calls, crowds)
        known = await origins_of(connection, {call.alert.origin for call in plain})
        orders = [self._order(call, staff, known.get(call.alert.origin)) for call in plain]
        orders += [self._bundle(group, staff, now) for group in crowded]
        await self._outbox.post(connection, realm, orders)

    def _since(self, now: datetime) -> datetime:
        return datetime.fromtimestamp(now.timestamp() - self._storm.window_seconds, now.tzinfo)

    def _parted(
        self, calls: Sequence[Call], crowds: Mapping[tuple[str, str | None], int]
    ) -> tuple[list[Call], list[list[Call]]]:
        """Calls that get a notice each, and groups that share one: same kind, place, level, step and reason."""
        plain: list[Call] = []
        groups: dict[tuple[object, ...], list[Call]] = defaultdict(list)
        for call in calls:
            alert = call.alert
            if call.why in RISES or crowds.get((alert.kind, alert.hotspot), 0) <= self._storm.alerts:
                plain.append(call)
            else:
                groups[alert.kind, alert.hotspot, alert.level, call.rung, call.round, call.why].append(call)
        return plain, list(groups.values())

    def _order(self, call: Call, staff: Staff, place: Origin | None) -> Order:
        alert = call.alert
        what = title(alert.kind, place.name if place else self._place_name(alert.hotspot), alert.zone_name)
        roman = "ⅠⅡⅢⅣ"[alert.level - 1]
        notice = Notice(
            Topic.ALERT,
            Wording(zh=f"{roman}级预警 {what['zh']}", en=f"Alert level {roman}: {what['en']}"),
            _body(call, alert.note),
            f"/alerts/{alert.id}",
            alert.level,
            Subject.ALERT,
            alert.id,
        )
        return Order(notice, staff.called(call.rung.who), call.rung.reach)

    def _bundle(self, calls: Sequence[Call], staff: Staff, now: datetime) -> Order:
        """One notice for all these calls, and for those that follow within the window of the storm rule."""
        call, alert = calls[0], calls[0].alert
        what = title(alert.kind, self._place_name(alert.hotspot), None)
        roman = "ⅠⅡⅢⅣ"[alert.level - 1]
        window = int(now.timestamp() // self._storm.window_seconds)
        key = (alert.kind, alert.hotspot or "", alert.level, call.rung.who, call.rung.reach, call.round, call.why)
        notice = Notice(
            Topic.STORM,
            Wording(
                zh=f"{roman}级预警密集 {what['zh']}，通知已合并",
                en=f"Many alerts of level {roman}: {what['en']}; their notices are bundled",
            ),
            _body(call, None),
            f"/alerts?kind={alert.kind}",
            alert.level,
            bundle_key="|".join(map(str, (*key, window))),
            bundled=_ids(calls),
        )
        return Order(notice, staff.called(call.rung.who), call.rung.reach)

    def _place_name(self, hotspot: str | None) -> Mapping[str, str] | None:
        name = self._hotspots.get(hotspot or "")
        return {"zh": name.zh, "en": name.en} if name else None


def _ids(calls: Sequence[Call]) -> tuple[UUID, ...]:
    return tuple(call.alert.id for call in calls)


def _body(call: Call, note: str | None) -> Wording:
    if note is not None and len(note) > NOTE_LENGTH:
        note = f"{note[: NOTE_LENGTH - 1]}…"
    if call.why == "step" and call.round is None:
        zh, en = "多轮呼叫后仍无人处理", "Still taken by nobody after every round of calls"
    elif call.why == "step":
        who = call.rung.who
        zh = f"第 {call.round} 轮呼叫{CALLED_ZH[who]}：尚无人收到"
        en = f"Round {call.round}, {CALLED_EN[who]}: nobody has taken it"
    else:
        zh, en = WHY.get(call.why, WHY["raised"])
    return Wording(zh=f"{zh}。{note}" if note else zh, en=f"{en}. {note}" if note else en)
