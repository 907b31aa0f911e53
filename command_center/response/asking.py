"""Requests to make a move of an incident: whoever may not make it asks those who may, by one notice and one row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import DUTY, Actor, Role
from command_center.base.errors import Conflict
from command_center.chain import repository as audit
from command_center.chain.model import ASKED, Draft, Subject, Transition
from command_center.duty import repository as duty
from command_center.duty.model import Called, Person
from command_center.incidents.errors import ROLES, incident_moved
from command_center.incidents.guards import RULES
from command_center.incidents.model import Incident, IncidentState
from command_center.incidents.transaction import IncidentTransactions
from command_center.notifications.model import Notice, Order, Topic, Wording
from command_center.notifications.outbox import Outbox

ASK_AGAIN = timedelta(minutes=5)
"""Before that the same request of the same state is not sent again: it rings telephones."""


class Move(StrEnum):
    """Moves that one asks somebody else to make."""

    CONTROL = "control"
    FLARE_UP = "flare-up"
    CLOSE = "close"
    CANCEL = "cancel"
    MERGE = "merge"
    REVIEW = "review"


TO = {
    Move.CONTROL: IncidentState.CONTROLLED,
    Move.FLARE_UP: IncidentState.RESPONDING,
    Move.CLOSE: IncidentState.CLOSED,
    Move.CANCEL: IncidentState.CANCELLED,
    Move.MERGE: IncidentState.MERGED,
    Move.REVIEW: IncidentState.REVIEWED,
}
WORDS = {
    Move.CONTROL: ("宣布已控制", "say that it is under control"),
    Move.FLARE_UP: ("宣布复燃 / 反复", "say that it flared up again"),
    Move.CLOSE: ("结束事件", "close it"),
    Move.CANCEL: ("撤销事件", "cancel it"),
    Move.MERGE: ("合并事件", "merge it into another"),
    Move.REVIEW: ("复盘", "review it"),
}


class OwnMoveError(Conflict):
    code, zh, en = "own_move", "您本人可以执行此操作", "You may do this yourself"


class AskedError(Conflict):
    code, zh, en = "already_asked", "刚刚已经请示过，请稍后再试", "They have just been asked; try again later"


class NobodyError(Conflict):
    """Nobody else holds a role that may make the move."""

    def __init__(self, who: Collection[Role]) -> None:
        names = sorted(who)
        super().__init__(
            "nobody_to_ask",
            f"没有可以请示的{'、'.join(ROLES[role][0] for role in names)}",
            f"There is nobody to ask: {', '.join(ROLES[role][1] for role in names)}",
        )


async def ask_for(
    work: IncidentTransactions, outbox: Outbox, incident_id: UUID, wanted: Move, actor: Actor
) -> Transition:
    """Ask those who may make the move, and note on the timeline that they were asked; answers that transition.

    Raises NotFound, MovedError, OwnMoveError, AskedError, NobodyError.
    """
    async with work.turn(incident_id, actor, active=False) as turn:
        incident = turn.incident
        who = roles_for(incident.state, wanted)
        if actor.role in who:
            raise OwnMoveError
        told = await audit.of_subjects(turn.connection, work.realm, [(Subject.INCIDENT, incident.id)])
        if asked_lately(told, wanted, incident, turn.now):
            raise AskedError
        people = await _people(turn.connection, who)
        if not people:
            raise NobodyError(who)
        await outbox.post(turn.connection, work.realm, [Order(_notice(incident, wanted, turn.who.name), people)])
        data = {"move": str(wanted), "of": sorted(who)}
        state = str(incident.state)
        draft = Draft(Subject.INCIDENT, incident.id, state, ASKED, turn.now, turn.who, data=data)
        return (await audit.append(turn.connection, work.realm, [draft]))[0]


def roles_for(state: IncidentState, wanted: Move) -> frozenset[Role]:
    """Who may make the move from this state. Raises MovedError where the state allows none."""
    rule = RULES.get((state, TO[wanted]))
    if rule is None or (wanted is Move.FLARE_UP and state is not IncidentState.CONTROLLED):
        raise incident_moved(state, TO[wanted])
    return rule.who


def asked_lately(told: Sequence[Transition], wanted: Move, incident: Incident, now: datetime) -> bool:
    """Whether somebody asked for this move since the incident came into its state, less than ``ASK_AGAIN`` ago."""
    since = max(incident.state_since, now - ASK_AGAIN)
    drafts = (link.draft for link in told)
    return any(one.to_state == ASKED and one.data.get("move") == wanted and one.at > since for one in drafts)


async def _people(connection: AsyncConnection, who: Collection[Role]) -> list[Person]:
    """Those who are called in these roles; of a role without duty everybody who holds it."""
    staff = await duty.staff(connection)
    on_call = [person for role in sorted(who) if role in DUTY for person in staff.called(Called(role.value))]
    return on_call + await duty.holders(connection, [role for role in who if role not in DUTY])


def _notice(incident: Incident, wanted: Move, name: str) -> Notice:
    zh, en = WORDS[wanted]
    return Notice(
        topic=Topic.INCIDENT,
        title=Wording(zh=f"请示{zh}：{incident.title['zh']}", en=f"Asked to {en}: {incident.title['en']}"),
        body=Wording(zh=f"{name}请您{zh}，{incident.number}", en=f"{name} asks you to {en}, {incident.number}"),
        path=f"/incidents/{incident.id}",
        level=incident.level,
        subject=Subject.INCIDENT,
        subject_id=incident.id,
    )
