"""Orders: notices to those who must do a task, queued in the transaction that gives the task."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth import repository as accounts
from command_center.auth.model import Account
from command_center.chain.model import Subject
from command_center.duty.model import Person
from command_center.incidents.model import Incident
from command_center.notifications.model import Notice, Order, Topic, Wording
from command_center.notifications.outbox import Outbox
from command_center.plans.model import Units
from command_center.tasks.model import Task


@dataclass(frozen=True, slots=True)
class Orders:
    """Posts notices of tasks to their persons, or to the members of their units."""

    outbox: Outbox
    units: Units

    async def post(self, connection: AsyncConnection, incident: Incident, tasks: Collection[Task]) -> None:
        """Queue the notices of these tasks; call it before the transitions are appended.

        A member of a unit without an enabled account gets none.
        """
        members = {name for task in tasks for name in self._usernames(task)}
        known = {one.username: one for one in await accounts.by_usernames(connection, members)}
        orders = [
            Order(notice_of(task, incident), [_person(known[name]) for name in self._usernames(task) if name in known])
            for task in tasks
        ]
        await self.outbox.post(connection, incident.realm, [order for order in orders if order.people])

    def _usernames(self, task: Task) -> tuple[str, ...]:
        if task.person is not None:
            return (task.person["username"],)
        unit = self.units.get(task.unit) if task.unit else None
        return unit.members if unit else ()


def notice_of(task: Task, incident: Incident) -> Notice:
    """The notice of a task: what to do, and for which incident. Pure."""
    return Notice(
        topic=Topic.TASK,
        title=_wording({language: f"{word}{task.title[language]}" for language, word in PREFIX.items()}),
        body=_wording({language: f"{incident.number} {incident.title[language]}" for language in PREFIX}),
        path="/respond",
        level=incident.level,
        subject=Subject.TASK,
        subject_id=task.id,
    )


PREFIX = {"zh": "任务：", "en": "Task: "}


def _wording(words: Mapping[str, str]) -> Wording:
    return Wording(words["zh"], words["en"])


def _person(account: Account) -> Person:
    return Person(account.id, account.display_name, account.role)
