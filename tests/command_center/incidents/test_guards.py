"""The table of moves, roles and guards: values in, verdict out."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from command_center.auth.model import DUTY, LEADERS, Role
from command_center.incidents.guards import RULES, Facts, Missing, NotForRoleError, judge
from command_center.incidents.model import STATES, IncidentState
from common.states import IllegalMoveError

S = IncidentState
FINISHED = Facts(accepted_tasks=1, unfinished_tasks=0, first_sent=True, first_receipted=True, final_receipted=True)

LEGAL: dict[tuple[IncidentState, IncidentState], tuple[Role, ...]] = {
    (S.DISCOVERED, S.VERIFIED): DUTY,
    (S.VERIFIED, S.RESPONDING): DUTY,
    (S.RESPONDING, S.CONTROLLED): (Role.COMMANDER,),
    (S.CONTROLLED, S.RESPONDING): (Role.COMMANDER,),
    (S.CONTROLLED, S.CLOSED): (Role.DUTY_LEADER,),
    (S.CLOSED, S.REVIEWED): (Role.REVIEWER,),
    (S.DISCOVERED, S.CANCELLED): (Role.DUTY_LEADER,),
    (S.VERIFIED, S.CANCELLED): (Role.DUTY_LEADER,),
    (S.RESPONDING, S.CANCELLED): (Role.DUTY_LEADER,),
    (S.DISCOVERED, S.MERGED): LEADERS,
    (S.VERIFIED, S.MERGED): LEADERS,
    (S.RESPONDING, S.MERGED): LEADERS,
    (S.CONTROLLED, S.MERGED): LEADERS,
}


def test_the_table_of_rules_is_the_table_of_moves() -> None:
    assert RULES.keys() == LEGAL.keys() == STATES.moves


@pytest.mark.parametrize(("before", "after"), [pair for pair in product(S, S) if pair not in LEGAL], ids=str)
def test_no_role_makes_a_move_that_the_table_does_not_have(before: IncidentState, after: IncidentState) -> None:
    for role in Role:
        with pytest.raises(IllegalMoveError) as refused:
            judge((before, after), role, FINISHED)
        assert (refused.value.from_state, refused.value.to_state) == (before, after)


@pytest.mark.parametrize(("states", "who"), LEGAL.items(), ids=str)
def test_a_move_is_for_the_roles_of_the_table(
    states: tuple[IncidentState, IncidentState], who: tuple[Role, ...]
) -> None:
    facts = Facts(accepted_tasks=1) if states[1] is S.CANCELLED else FINISHED
    for role in Role:
        if role in who:
            assert judge(states, role, facts).missing == ()
        else:
            with pytest.raises(NotForRoleError) as refused:
                judge(states, role, facts)
            assert refused.value.who == set(who)


def test_the_commander_needs_an_accepted_task_and_the_desk_may_begin_without() -> None:
    states = (S.VERIFIED, S.RESPONDING)
    assert judge(states, Role.COMMANDER, Facts()).missing == (Missing.ACCEPTED_TASK,)
    assert judge(states, Role.COMMANDER, Facts(accepted_tasks=1)).missing == ()
    assert judge(states, Role.DUTY_OFFICER, Facts()).missing == ()


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (Facts(), (Missing.FIRST_RECEIPT, Missing.FINAL_RECEIPT)),
        (Facts(first_receipted=True, unfinished_tasks=1), (Missing.FINAL_RECEIPT, Missing.UNFINISHED_TASKS)),
        (Facts(first_receipted=True, final_receipted=True, unfinished_tasks=2), (Missing.UNFINISHED_TASKS,)),
        (Facts(first_sent=True, final_receipted=True), (Missing.FIRST_RECEIPT,)),
        (Facts(first_receipted=True, final_receipted=True), ()),
    ],
)
def test_closing_needs_both_receipts_and_no_open_task(facts: Facts, missing: tuple[Missing, ...]) -> None:
    assert judge((S.CONTROLLED, S.CLOSED), Role.DUTY_LEADER, facts).missing == missing


def test_what_was_told_upward_cannot_be_cancelled() -> None:
    states = (S.VERIFIED, S.CANCELLED)
    assert judge(states, Role.DUTY_LEADER, Facts(first_sent=True)).missing == (Missing.FIRST_UNSENT,)


@pytest.mark.parametrize(
    ("states", "role", "limit"),
    [
        ((S.DISCOVERED, S.VERIFIED), Role.DUTY_OFFICER, timedelta(minutes=10)),
        ((S.CLOSED, S.REVIEWED), Role.REVIEWER, timedelta(days=7)),
    ],
)
def test_late_is_flagged_and_never_blocked(
    states: tuple[IncidentState, IncidentState], role: Role, limit: timedelta
) -> None:
    assert not judge(states, role, FINISHED, limit).late
    verdict = judge(states, role, FINISHED, limit + timedelta(seconds=1))
    assert (verdict.late, verdict.missing) == (True, ())
