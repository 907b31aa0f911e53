"""Next step of an open alert, when its time is up or when no page can be heard. Pure.

Every open alert has a ``next_step_at``. At that time a raised or cleared alert is called about again, a taken one is
raised again because nobody has decided, and a shelved one is raised again because its shelf has expired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from command_center.alerts.escalation import Policy, Rung
from command_center.alerts.model import STATES, UNSEEN, AlertState
from command_center.alerts.record import Alert
from command_center.base.clock import milliseconds
from command_center.chain.model import CALLED, Draft, Subject
from command_center.notifications.model import Reach

UNDECIDED = "undecided"
SHELF_EXPIRED = "shelf_expired"
UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is to be made about an alert."""

    alert: Alert
    rung: Rung
    """Whom it is for, and by which channels."""
    round: int | None
    """Number of the round of calls, from 1; None is a reminder after the last round."""
    why: str
    """``raised``, ``step``, or a reason for which ``calls.WHY`` has words."""


def first_call(alert: Alert, why: str, *, audible: bool) -> Call:
    """The call with which an alert is raised; when no page on duty is ``audible`` it goes by every channel at once."""
    rung = alert.policy.rung(0)
    return Call(alert, rung if audible else replace(rung, reach=Reach.EVERY), 1, why)


def rung_from_the_start(alert: Alert, now: datetime, policy: Policy, *, audible: bool) -> Alert:
    """The alert as nobody's, on the first step of ``policy``; the caller makes its first call now.

    ``audible``: whether a page on duty can be heard. ``now`` is aware.
    """
    return replace(
        alert,
        policy=policy,
        calls=1,
        widened=not audible,
        next_step_at=now + policy.wait(1),
        handled_by=None,
        acknowledged_at=None,
        shelf=None,
    )


def lapse(alert: Alert, now: datetime, *, audible: bool) -> tuple[Alert, Draft, Call]:
    """The next step of an open alert whose ``next_step_at`` has passed: the alert after it, its transition, its call.

    The caller writes all three. ``audible``: whether a page on duty can be heard.
    """
    if alert.state in UNSEEN:
        return _next_call(alert, now)
    reason = UNDECIDED if alert.state is AlertState.ACKNOWLEDGED else SHELF_EXPIRED
    draft = _draft(alert, str(STATES.move(alert.state, AlertState.RAISED)), now, reason, {})
    raised = replace(alert, state=AlertState.RAISED, state_since=now)
    raised = rung_from_the_start(raised, now, alert.policy, audible=audible)
    return raised, draft, first_call(raised, reason, audible=audible)


def _next_call(alert: Alert, now: datetime) -> tuple[Alert, Draft, Call]:
    policy, calls = alert.policy, alert.calls
    rung, number = policy.rung(calls), policy.round(calls)
    called = replace(
        alert,
        calls=calls + 1,
        widened=rung.reach is Reach.EVERY,
        next_step_at=now + policy.wait(calls + 1),
    )
    data = {"who": str(rung.who), "round": number, "reach": str(rung.reach)}
    return (
        called,
        _draft(alert, CALLED, now, "step" if number else "reminder", data),
        Call(called, rung, number, "step"),
    )


def widen(alert: Alert, now: datetime) -> tuple[Alert, Draft, Call]:
    """Call again, by every other channel, those whom the last call reached by pages only: no page can be heard.

    Answers the alert after it, its transition and its call; the caller writes all three.
    """
    policy, made = alert.policy, max(0, alert.calls - 1)
    rung = replace(policy.rung(made), reach=Reach.BEYOND)
    data = {"who": str(rung.who), "round": policy.round(made), "reach": str(rung.reach)}
    draft = _draft(alert, CALLED, now, UNHEARD, data)
    return replace(alert, widened=True), draft, Call(alert, rung, policy.round(made), UNHEARD)


def _draft(alert: Alert, to_state: str, now: datetime, reason: str, data: Mapping[str, Any]) -> Draft:
    return Draft(
        Subject.ALERT,
        alert.id,
        str(alert.state),
        to_state,
        at=now,
        elapsed_ms=milliseconds(alert.state_since, now),
        reason=reason,
        data={"level": alert.level, **data},
    )
