"""Service of reports: begin, write, submit, sign, give back, tell by phone, send, note the receipt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from command_center.auth.model import Actor
from command_center.base.errors import Invalid
from command_center.chain import repository as audit
from command_center.chain.model import EDITED, PHONED, Draft, Subject
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.reports import repository
from command_center.reports.config import Reporting
from command_center.reports.errors import (
    contradicted,
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
    unchecked_after,
    written_clock,
)
from command_center.reports.notices import ReportNotices
from command_center.reports.sheet import Sheet
from command_center.reports.sheets import Sheets
from command_center.reports.signing import ALONE
from common.states import IllegalMoveError
from common.text import FieldWords


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
    sheets: Sheets
    notices: ReportNotices
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

    async def write(
        self, report_id: UUID, revision: int, body: Body, actor: Actor, touched: Collection[str] = ()
    ) -> Report:
        """Save the text of a draft. ``revision`` is the one that the writer began with, ``touched`` are the fields that
        they changed or confirmed: the others stay marked as filled in by the centre.

        Raises NotFound, OverError, and Conflict where the report is no draft or was saved by somebody else since.
        """
        async with self._desk(report_id, actor) as desk:
            report = desk.report
            if report.stage is not ReportStage.DRAFT:
                raise not_a_draft(report.stage)
            if report.revision != revision:
                raise overwritten(report.revision)
            filled = (await self._sheet(desk)).filled
            unchecked = unchecked_after(report, filled, body, touched)
            author = desk.turn.who.as_dict()
            written = replace(report, body=body, unchecked=unchecked, revision=revision + 1, author=author)
            await self._save(desk, written, EDITED, {"revision": written.revision} | _marked(written))
            return written

    async def submit(self, report_id: UUID, actor: Actor) -> Report:
        """Submit a draft for signature, and tell those who can sign it.

        Raises NotFound, OverError, MovedError, Invalid where it has no text, and Conflict where a final report declares
        to be over what is open.
        """
        async with self._desk(report_id, actor) as desk:
            report = desk.report
            if report.stage is ReportStage.DRAFT:
                if not any((report.body or {}).values()):
                    raise Invalid(fields={"body": FieldWords(zh="内容为空", en="is empty")})
                sheet = await self._settled(desk)
                hands = {one.id for one in sheet.hands.writers} | {desk.turn.who.id}
                turn = desk.turn
                await self.notices.to_sign(turn.connection, report, turn.incident, turn.who, hands)
            return await self._move(desk, ReportStage.SUBMITTED, data=_marked(report))

    async def give_back(self, report_id: UUID, reason: str, actor: Actor) -> Report:
        """Give a submitted report back as a draft, with the reason, and tell its writers.

        Raises NotFound, OverError, MovedError.
        """
        async with self._desk(report_id, actor) as desk:
            turn = desk.turn
            if desk.report.stage is not ReportStage.SUBMITTED:
                raise report_moved(desk.report.stage, ReportStage.DRAFT)
            writers = (await self._sheet(desk)).hands.writers
            await self.notices.returned(turn.connection, desk.report, turn.incident, turn.who, (writers, reason))
            return await self._move(desk, ReportStage.DRAFT, note=reason)

    async def sign(self, report_id: UUID, actor: Actor, alone_reason: str | None = None) -> Report:
        """Sign (签发): the text becomes final, its hash goes into the transition, the document gets its number.

        Somebody else signs than who wrote or submitted it, except with a reason why one person must do both. Its
        writers are told. Raises NotFound, OverError, MovedError, Forbidden, and Conflict where a final report declares
        to be over what is open.
        """
        async with self._desk(report_id, actor) as desk:
            turn = desk.turn
            if desk.report.stage is not ReportStage.SUBMITTED:
                raise report_moved(desk.report.stage, ReportStage.SIGNED)
            sheet = await self._settled(desk)
            alone = sheet.hands.wrote(turn.who.id)
            if alone and alone_reason is None:
                raise needs_two()
            code = await self._code(turn)
            signed = replace(desk.report, approver=turn.who.as_dict(), signed_at=turn.now, code=code)
            data = {"code": code, "sha256": body_hash(signed.body or {})} | _marked(signed)
            await self.notices.signed(turn.connection, signed, turn.incident, turn.who, sheet.hands.writers)
            reason = alone_reason if alone else None
            data |= {ALONE: True} if alone else {}
            return await self._move(replace_report(desk, signed), ReportStage.SIGNED, note=reason, data=data)

    async def _code(self, turn: LockedIncident) -> str:
        year = turn.now.astimezone(self.time_zone).year
        serial = await repository.next_serial(turn.connection, self.work.realm, year)
        return document_code(self.reporting.document_word, year, serial)

    async def _sheet(self, desk: LockedReport) -> Sheet:
        return await self.sheets.of(desk.turn.connection, desk.report)

    async def _settled(self, desk: LockedReport) -> Sheet:
        """The sheet of a report that contradicts nothing; raises Conflict with what it contradicts."""
        sheet = await self._sheet(desk)
        if sheet.contradictions:
            raise contradicted(sheet.contradictions)
        return sheet

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

    async def read(self, report_id: UUID) -> Sheet:
        """A report with its incident and what both say. Raises NotFound."""
        async with self.work.database.read() as connection:
            report = await repository.get_one(connection, self.work.realm, report_id)
            if report is None:
                raise report_missing()
            return await self.sheets.of(connection, report)

    async def on_desks(self) -> list[Sheet]:
        """Reports that somebody has begun to write and that have not gone out, of incidents that are under way."""
        async with self.work.database.read() as connection:
            found = await repository.on_desks(connection, self.work.realm)
            return [await self.sheets.of(connection, report) for report in found]

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


def document_code(word: str, year: int, serial: int) -> str:
    """Number of a document, ``峡窝应急报〔2026〕12号``: ``serial`` counts the signed ones of a year from 1."""
    return f"{word}〔{year}〕{serial}号"


def _marked(report: Report) -> dict[str, Any]:
    """Which fields still hold words of the centre, for the transition."""
    return {"unchecked": list(report.unchecked)} if report.unchecked else {}


def body_hash(body: Body) -> str:
    """SHA-256, hexadecimal, of the text as JSON with sorted keys; it proves later which text was signed."""
    return hashlib.sha256(json.dumps(dict(body), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
