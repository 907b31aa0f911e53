"""Notices of reports: a signature is asked for, given, or refused with a reason; queued in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import Role
from command_center.chain.model import Subject, Who
from command_center.duty import repository as duty
from command_center.duty.model import Called, Person
from command_center.incidents.model import Incident
from command_center.notifications.model import Notice, Order, Topic, Wording
from command_center.notifications.outbox import Outbox
from command_center.reports.document import kind_name
from command_center.reports.model import Report, ReportKind

KINDS_EN = {ReportKind.FIRST: "first report", ReportKind.FOLLOW_UP: "follow-up", ReportKind.FINAL: "final report"}


@dataclass(frozen=True, slots=True)
class ReportNotices:
    """Tells the other side of a signature; call each before the transitions are appended."""

    outbox: Outbox

    async def to_sign(
        self, connection: AsyncConnection, report: Report, incident: Incident, who: Who, hands: Collection[str]
    ) -> None:
        """To the leaders who are called now and had no ``hand`` (id) in it; if all had, to all: one may sign alone."""
        staff = await duty.staff(connection)
        leaders = [*staff.called(Called.DUTY_LEADER), *staff.called(Called.COMMANDER)]
        others = [one for one in leaders if str(one.id) not in hands]
        words = Wording(
            zh=f"{who.name}送签，请签发或退回", en=f"{who.name} asks for a signature: sign it or give it back"
        )
        await self._post(connection, report, incident, ("待签发", "To sign"), words, others or leaders)

    async def signed(
        self, connection: AsyncConnection, report: Report, incident: Incident, who: Who, writers: Collection[Who]
    ) -> None:
        """To those who wrote or submitted it: it can go out."""
        words = Wording(zh=f"{who.name}已签发，请报出", en=f"{who.name} has signed it: send it")
        await self._post(connection, report, incident, ("已签发", "Signed"), words, _people(writers, who))

    async def returned(
        self,
        connection: AsyncConnection,
        report: Report,
        incident: Incident,
        who: Who,
        told: tuple[Collection[Who], str],
    ) -> None:
        """To those who wrote or submitted it, with the reason."""
        writers, reason = told
        words = Wording(zh=f"{who.name}退回：{reason}", en=f"{who.name} gave it back: {reason}")
        await self._post(connection, report, incident, ("已退回", "Given back"), words, _people(writers, who))

    async def _post(
        self,
        connection: AsyncConnection,
        report: Report,
        incident: Incident,
        head: tuple[str, str],
        words: Wording,
        people: Collection[Person],
    ) -> None:
        if not people:
            return
        notice = Notice(
            topic=Topic.REPORT,
            title=Wording(
                zh=f"{head[0]}：{kind_name(report)} {incident.title['zh']}",
                en=f"{head[1]}: {KINDS_EN[report.kind]}, {incident.title['en']}",
            ),
            body=words,
            path=f"/incidents/{incident.id}/reports/{report.id}",
            level=incident.level,
            subject=Subject.REPORT,
            subject_id=report.id,
        )
        await self.outbox.post(connection, incident.realm, [Order(notice, list(people))])


def _people(writers: Collection[Who], actor: Who) -> list[Person]:
    return [Person(UUID(one.id), one.name, Role(one.role)) for one in writers if one.id != actor.id]
