"""Payload of a message to the pages, written once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts import repository as alerts
from command_center.auth.model import Role
from command_center.base.schemas import Reply
from command_center.chain import repository as audit
from command_center.chain.model import Subject, Transition
from command_center.incidents import repository as incidents
from command_center.notifications.model import Letter
from command_center.notifications.repository import letters
from command_center.reports import repository as reports
from command_center.reports.model import Report
from command_center.tasks import repository as tasks
from command_center.tasks.model import Task
from command_center.web.views.alerts import AlertReply, alert_replies
from command_center.web.views.attachments import tells_of_a_file_beside
from command_center.web.views.incidents import IncidentReply, incident_replies
from command_center.web.views.notifications import notice_reply
from command_center.web.views.privacy import incident_without_phone, may_read_phone, transition_without_phone
from command_center.web.views.tasks import task_reply
from command_center.web.views.transitions import TransitionReply, transition_reply

PAGE = 500
"""Events read at a time."""


@dataclass(frozen=True, slots=True)
class PageReader:
    """Whose page it is; without a role it is the centre's own client. A responder gets orders and their incidents."""

    role: Role | None = None
    account_id: UUID | None = None
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Payload:
    """One message as JSON text. ``number`` is None for what has no place in the order."""

    text: str
    subject: Subject | None
    number: int | None = None
    addressee: UUID | None = None
    """A notice is for one person's pages alone."""
    given_to: Sequence[Task] = ()
    """The tasks by which an event concerns responders: all of an incident, or the one that was changed."""
    without_phone: str | None = None
    """The text for those who are not shown the number of whoever reported the incident; None: there is none in it."""

    def text_for(self, reader: PageReader) -> str | None:
        """What this person gets of it; None where it is not for them."""
        if not self._is_for(reader):
            return None
        return self.text if may_read_phone(reader.role) else self.without_phone or self.text

    def _is_for(self, reader: PageReader) -> bool:
        if self.addressee is not None:
            return reader.account_id == self.addressee
        if reader.role is not Role.RESPONDER:
            return True
        return any(task.belongs_to(str(reader.account_id), reader.units) for task in self.given_to)


async def events_after(connection: AsyncConnection, realm: str, number: int, limit: int = PAGE) -> list[Payload]:
    """The next events above ``number``, in order, each with its alert or incident as it is now."""
    links = await audit.after(connection, realm, number, limit)
    if not links:
        return []
    views = await _views(connection, realm, links)
    return [_event(link, views) for link in links]


async def quiet_changes(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Payload]:
    """Alerts that changed without an event: a count, a last time."""
    replies = await alert_replies(connection, await alerts.by_ids(connection, realm, ids))
    return [Payload(f'{{"type":"alert","alert":{_json(reply)}}}', Subject.ALERT) for reply in replies]


async def notices(connection: AsyncConnection, ids: Collection[UUID]) -> list[Payload]:
    """Letters that wait for their addressees' pages."""
    return [notice_payload(channel, letter) for channel, letter in await letters(connection, ids)]


def notice_payload(channel: str, letter: Letter) -> Payload:
    """A letter for the pages of the person it is addressed to."""
    text = f'{{"type":"notice","notice":{notice_reply(channel, letter).model_dump_json()}}}'
    return Payload(text, None, addressee=letter.account_id)


@dataclass(frozen=True, slots=True)
class _Views:
    """By subject: the JSON members that show it, the same without phone numbers, and the tasks that make it theirs."""

    full: Mapping[UUID, str]
    without_phone: Mapping[UUID, str]
    given_to: Mapping[UUID, Sequence[Task]]


async def _views(connection: AsyncConnection, realm: str, links: Sequence[Transition]) -> _Views:
    """A task or a report comes with its incident."""
    about = {kind: {link.draft.subject_id for link in links if link.draft.subject is kind} for kind in Subject}
    found = await alert_replies(connection, await alerts.by_ids(connection, realm, about[Subject.ALERT]))
    parts = await tasks.by_ids(connection, realm, about[Subject.TASK])
    told = await reports.by_ids(connection, realm, about[Subject.REPORT])
    ids = about[Subject.INCIDENT] | {task.incident_id for task in parts} | {report.incident_id for report in told}
    opened = await incident_replies(connection, await incidents.by_ids(connection, realm, ids))
    given = await tasks.of_incidents(connection, realm, about[Subject.INCIDENT])
    return _Views(
        _members(found, opened, parts, told),
        _members(found, [incident_without_phone(one) for one in opened], parts, told),
        {one: [task for task in given if task.incident_id == one] for one in about[Subject.INCIDENT]}
        | {part.id: [part] for part in parts},
    )


def _members(
    found: Sequence[AlertReply], opened: Sequence[IncidentReply], parts: Sequence[Task], told: Sequence[Report]
) -> dict[UUID, str]:
    views = {reply.id: f',"alert":{_json(reply)}' for reply in found}
    views |= {incident.id: f',"incident":{_json(incident)}' for incident in opened}
    views |= {part.id: f',"task":{_json(task_reply(part))}{views.get(part.incident_id, "")}' for part in parts}
    return views | {report.id: views.get(report.incident_id, "") for report in told}


def _event(link: Transition, views: _Views) -> Payload:
    reply, about = transition_reply(link), link.draft.subject_id
    text = _text(reply, views.full.get(about))
    bare = _text(transition_without_phone(reply), views.without_phone.get(about))
    given_to = [task for task in views.given_to.get(about, ()) if not tells_of_a_file_beside(link, {str(task.id)})]
    return Payload(text, link.draft.subject, link.number, None, given_to, bare if bare != text else None)


def _text(reply: TransitionReply, view: str | None) -> str:
    return f'{{"type":"event","number":{reply.number},"event":{_json(reply)}{view or ""}}}'


def _json(reply: Reply) -> str:
    return reply.model_dump_json(by_alias=True)
