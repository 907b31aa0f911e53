"""Payload of a message to the pages, written once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from command_center.tasks import repository as tasks
from command_center.web.views.alerts import alert_replies
from command_center.web.views.incidents import incident_replies
from command_center.web.views.notifications import notice_reply
from command_center.web.views.tasks import task_reply
from command_center.web.views.transitions import transition_reply

PAGE = 500
"""Events read at a time."""


@dataclass(frozen=True, slots=True)
class Payload:
    """One message as JSON text. ``number`` is None for what has no place in the order."""

    text: str
    subject: Subject | None
    number: int | None = None
    addressee: UUID | None = None
    """A notice is for one person's pages alone."""

    def is_for(self, role: Role | None, account_id: UUID | None = None) -> bool:
        """Whether this role and person sees it; None is the centre itself. Responders get orders only."""
        if self.addressee is not None:
            return account_id == self.addressee
        return role is not Role.RESPONDER or self.subject in (Subject.INCIDENT, Subject.TASK)


async def events_after(connection: AsyncConnection, realm: str, number: int, limit: int = PAGE) -> list[Payload]:
    """The next events above ``number``, in order, each with its alert or incident as it is now."""
    links = await audit.after(connection, realm, number, limit)
    if not links:
        return []
    views = await _views(connection, realm, links)
    return [_event(link, views.get(link.draft.subject_id)) for link in links]


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


async def _views(connection: AsyncConnection, realm: str, links: Sequence[Transition]) -> dict[UUID, str]:
    """By subject: the JSON members that show it; a task or a report comes with its incident."""
    about = {kind: {link.draft.subject_id for link in links if link.draft.subject is kind} for kind in Subject}
    found = await alert_replies(connection, await alerts.by_ids(connection, realm, about[Subject.ALERT]))
    views = {reply.id: f',"alert":{_json(reply)}' for reply in found}
    parts = await tasks.by_ids(connection, realm, about[Subject.TASK])
    told = await reports.by_ids(connection, realm, about[Subject.REPORT])
    ids = about[Subject.INCIDENT] | {task.incident_id for task in parts} | {report.incident_id for report in told}
    opened = await incident_replies(connection, await incidents.by_ids(connection, realm, ids))
    views |= {incident.id: f',"incident":{_json(incident)}' for incident in opened}
    views |= {part.id: f',"task":{_json(task_reply(part))}{views.get(part.incident_id, "")}' for part in parts}
    return views | {report.id: views.get(report.incident_id, "") for report in told}


def _event(link: Transition, view: str | None) -> Payload:
    text = f'{{"type":"event","number":{link.number},"event":{_json(transition_reply(link))}{view or ""}}}'
    return Payload(text, link.draft.subject, link.number)


def _json(reply: Reply) -> str:
    return reply.model_dump_json(by_alias=True)
