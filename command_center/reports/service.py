"""Service of reports: begin, write, submit, sign, give back, tell by phone, send, note the receipt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import Actor
from command_center.base.errors import FieldWords, Invalid
from command_center.chain import repository as audit
from command_center.chain.model import EDITED, PHONED, Draft, Subject
from command_center.incidents import repository as incidents
from command_center.incidents.model import Incident
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.reports import repository
from command_center.reports.config import Reporting
from command_center.reports.errors import (
    final_exists,
    needs_two,
    not_a_draft,
    overwritten,
    report_missing,
    report_moved,
    told_already,
)
from command_center.reports.model import (
    STAGES,
    Body,
    Report,
    ReportKind,
    ReportStage,
    next_of,
    phone_clock,
    written_clock,
)
from command_center.reports.prefill import Known, prefill
from command_center.reports.signing import ALONE, Authorship, authorship
from command_center.site.model import Hotspots
from command_center.tasks import repository as tasks
from common.states import IllegalMoveError


@dataclass(frozen=True, slots=True)
class LockedReport:
    """One report whose incident is locked, so that nobody else can change any report of that incident meanwhile."""

    turn: LockedIncident
    report: Report


@dataclass(frozen=True, slots=True)
class ReportService:
    """Use cases of reports; each is one transaction, which locks the incident first.

    The caller has checked that the role of ``actor`` may do it. Each method answers the report as it stands afterwards.
    Deadlines count in ``time_zone``; a late report is flagged in its transition and never refused.

    Errors: NotFound where there is no such report, OverError where its incident is over, MovedError where its stage
    allows no such move.
    """

    work: IncidentTransactions
    reporting: Reporting
    hotspots: Hotspots
    time_zone: ZoneInfo

    async def begin(self, incident_id: UUID, kind: ReportKind, actor: Actor) -> Report:
        """Begin a follow-up, or the final report, as a draft.

        Raises NotFound, OverError, and Conflict where the incident has a final report already.
        """
        async with self.work.turn(incident_id, actor) as turn:
            told = await repository.of_incidents(turn.connection, self.work.realm, [incident_id])
            same = [report for report in told if report.kind is kind]
            if same and kind is not ReportKind.FOLLOW_UP:
                raise final_exists()
            due = (
                next_of(self.reporting.follow_up_at, turn.now, self.time_zone) if kind is ReportKind.FOLLOW_UP else None
            )
            begun = Report(
                realm=self.work.realm,
                id=self.work.new_id(),
                incident_id=incident_id,
                kind=kind,
                number=len(same) + 1,
                stage=ReportStage.DRAFT,
                revision=0,
                created_at=turn.now,
                due_at=due,
            )
            await repository.insert_one(turn.connection, begun)
            await self._tell(turn, begun, None, {})
            return begun

    async def write(self, report_id: UUID, revision: int, body: Body, actor: Actor) -> Report:
        """Save the text of a draft. ``revision`` is the one that the writer began with.

        Raises NotFound, OverError, and Conflict where the report is no draft or was saved by somebody else since.
        """
        async with self._desk(report_id, actor) as desk:
            report = desk.report
            if report.stage is not ReportStage.DRAFT:
                raise not_a_draft(report.stage)
            if report.revision != revision:
                raise overwritten(report.revision)
            written = replace(report, body=body, revision=revision + 1, author=desk.turn.who.as_dict())
            await self._save(desk, written, EDITED, {"revision": written.revision})
            return written

    async def submit(self, report_id: UUID, actor: Actor) -> Report:
        """Submit a draft for signature. Raises NotFound, OverError, MovedError, and Invalid where it has no text."""
        async with self._desk(report_id, actor) as desk:
            report = desk.report
            if report.stage is ReportStage.DRAFT and not any((report.body or {}).values()):
                raise Invalid(fields={"body": FieldWords(zh="内容为空", en="is empty")})
            return await self._move(desk, ReportStage.SUBMITTED)

    async def give_back(self, report_id: UUID, reason: str, actor: Actor) -> Report:
        """Give a submitted report back as a draft, with the reason. Raises NotFound, OverError, MovedError."""
        async with self._desk(report_id, actor) as desk:
            if desk.report.stage is not ReportStage.SUBMITTED:
                raise report_moved(desk.report.stage, ReportStage.DRAFT)
            return await self._move(desk, ReportStage.DRAFT, note=reason)

    async def sign(self, report_id: UUID, actor: Actor, alone_reason: str | None = None) -> Report:
        """Sign (签发): the text becomes final, its hash goes into the transition, the document gets its number.

        Somebody else signs than who wrote or submitted it, except with a reason why one person must do both.
        Raises NotFound, OverError, MovedError, Forbidden.
        """
        async with self._desk(report_id, actor) as desk:
            alone = await self._signs_alone(desk)
            if alone and alone_reason is None and desk.report.stage is ReportStage.SUBMITTED:
                raise needs_two()
            told = await repository.of_incidents(desk.turn.connection, self.work.realm, [desk.report.incident_id])
            place = sum(report.signed_at is not None for report in told) + 1
            code = document_code(self.reporting.document_word, desk.turn.incident, place)
            signed = replace(desk.report, approver=desk.turn.who.as_dict(), signed_at=desk.turn.now, code=code)
            data = {"code": code, "sha256": body_hash(signed.body or {})} | ({ALONE: True} if alone else {})
            reason = alone_reason if alone else None
            return await self._move(replace_report(desk, signed), ReportStage.SIGNED, note=reason, data=data)

    async def _signs_alone(self, desk: LockedReport) -> bool:
        links = await audit.of_subjects(desk.turn.connection, self.work.realm, [(Subject.REPORT, desk.report.id)])
        return authorship(links).wrote(desk.turn.who.id)

    async def phoned(self, report_id: UUID, to: str, late_reason: str | None, actor: Actor) -> Report:
        """Note that the report was told by phone, to whom, and why it was late; the text may follow.

        Raises NotFound, OverError, and Conflict where that is noted already.
        """
        async with self._desk(report_id, actor) as desk:
            report = desk.report
            if report.phoned_at is not None:
                raise told_already()
            told = replace(report, phoned_at=desk.turn.now, phoned_to=to, late_reason=late_reason or report.late_reason)
            clock = phone_clock(told)
            late = clock is not None and clock.late(desk.turn.now)
            await self._save(desk, told, PHONED, {"to": to} | ({"late": True} if late else {}))
            return told

    async def send(self, report_id: UUID, late_reason: str | None, actor: Actor) -> Report:
        """Note that a signed report was sent in writing, and why late. Raises NotFound, OverError, MovedError."""
        async with self._desk(report_id, actor) as desk:
            report = desk.report
            sent = replace(report, written_at=desk.turn.now, late_reason=late_reason or report.late_reason)
            clock = written_clock(sent)
            late = clock is not None and clock.late(desk.turn.now)
            data: dict[str, Any] = {"late": True} if late else {}
            return await self._move(replace_report(desk, sent), ReportStage.SENT, note=late_reason, data=data)

    async def receipt(self, report_id: UUID, by: str, at: datetime | None, actor: Actor) -> Report:
        """Note that the receiver has the report, also when the incident is over. Raises NotFound, MovedError.

        ``at`` (aware; None: now) is moved to between the sending and now.
        """
        async with self._desk(report_id, actor, active=False) as desk:
            report, now = desk.report, desk.turn.now
            moment = min(max(at or now, report.written_at or now), now)
            receipted = replace(report, receipt_by=by, receipt_at=moment)
            return await self._move(replace_report(desk, receipted), ReportStage.RECEIPTED, data={"by": by})

    async def authorship(self, report_id: UUID) -> Authorship:
        """Who wrote and submitted it, and whether one of them signed alone."""
        async with self.work.database.read() as connection:
            return authorship(await audit.of_subjects(connection, self.work.realm, [(Subject.REPORT, report_id)]))

    async def read(self, report_id: UUID) -> tuple[Report, Incident, Body]:
        """A report, its incident, and what it says. Raises NotFound."""
        async with self.work.database.read() as connection:
            report = await repository.get_one(connection, self.work.realm, report_id)
            if report is None:
                raise report_missing()
            (incident,) = await incidents.by_ids(connection, self.work.realm, [report.incident_id])
            return report, incident, await self.text(connection, report, incident)

    async def text(self, connection: AsyncConnection, report: Report, incident: Incident) -> Body:
        """The text of the report; the text of one that nobody has written is made from the incident."""
        return report.body or prefill(report.kind, await self._known(connection, report, incident))

    async def _known(self, connection: AsyncConnection, report: Report, incident: Incident) -> Known:
        told = await repository.of_incidents(connection, incident.realm, [incident.id])
        signed = [one for one in told if one.signed_at is not None and one.id != report.id]
        links = await audit.of_subjects(connection, incident.realm, [(Subject.INCIDENT, incident.id)])
        controlled = next((link.draft for link in reversed(links) if link.draft.to_state == "controlled"), None)
        place = next((one.name.zh for one in self.hotspots.hotspots if one.id == incident.hotspot), None)
        return Known(
            incident=incident,
            tasks=await tasks.of_incidents(connection, incident.realm, [incident.id]),
            before=signed[-1] if signed else None,
            basis=controlled.note if controlled else None,
            losses=controlled.data.get("losses") if controlled else None,
            hotspot=place,
            now=self.work.clock.now(),
            time_zone=self.time_zone,
        )

    @asynccontextmanager
    async def _desk(self, report_id: UUID, actor: Actor, *, active: bool = True) -> AsyncIterator[LockedReport]:
        """Lock the incident, then read the report again, as it stands under the lock.

        Raises OverError where only reports of an ``active`` incident can be worked on.
        """
        async with self.work.database.read() as connection:
            seen = await repository.get_one(connection, self.work.realm, report_id)
        if seen is None:
            raise report_missing()
        async with self.work.turn(seen.incident_id, actor, active=active) as turn:
            report = await repository.get_one(turn.connection, self.work.realm, report_id)
            if report is None:
                raise report_missing()
            yield LockedReport(turn, report)

    async def _move(
        self, desk: LockedReport, stage: ReportStage, *, note: str | None = None, data: Mapping[str, Any] | None = None
    ) -> Report:
        before = desk.report.stage
        try:
            STAGES.move(before, stage)
        except IllegalMoveError as error:
            raise report_moved(before, stage) from error
        moved = replace(desk.report, stage=stage)
        await repository.update_one(desk.turn.connection, moved)
        await self._tell(desk.turn, moved, before, data or {}, note=note)
        return moved

    async def _save(self, desk: LockedReport, report: Report, what: str, data: Mapping[str, Any]) -> None:
        """A change that leaves the report in its stage."""
        await repository.update_one(desk.turn.connection, report)
        await self._tell(desk.turn, report, report.stage, data, to=what)

    async def _tell(
        self,
        turn: LockedIncident,
        report: Report,
        before: ReportStage | None,
        data: Mapping[str, Any],
        *,
        to: str | None = None,
        note: str | None = None,
    ) -> None:
        """Append the transition, as the last step of the transaction."""
        about = {"incident_id": str(report.incident_id), "kind": str(report.kind), "number": report.number}
        draft = Draft(
            Subject.REPORT,
            report.id,
            str(before) if before else None,
            to or str(report.stage),
            at=turn.now,
            actor=turn.who,
            note=note,
            data=about | dict(data),
        )
        await audit.append(turn.connection, self.work.realm, [draft])


def replace_report(desk: LockedReport, report: Report) -> LockedReport:
    """The same locked incident with the report as it is to be written."""
    return LockedReport(desk.turn, report)


def document_code(word: str, incident: Incident, place: int) -> str:
    """Number of a document, ``峡窝应急报〔2026〕1-2号``: year and number of the incident, and the ``place`` of the
    report among its signed ones, from 1."""
    year, _, serial = incident.number.partition("-")
    return f"{word}〔{year}〕{int(serial)}-{place}号"


def body_hash(body: Body) -> str:
    """SHA-256, hexadecimal, of the text as JSON with sorted keys; it proves later which text was signed."""
    return hashlib.sha256(json.dumps(dict(body), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
