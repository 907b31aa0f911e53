"""Errors of tasks."""

from __future__ import annotations

from command_center.base.errors import Conflict, Forbidden, NotFound
from command_center.incidents.errors import MovedError
from command_center.tasks.model import TaskState

STATES = {
    TaskState.ASSIGNED: ("待接受", "assigned"),
    TaskState.ACCEPTED: ("已接受", "accepted"),
    TaskState.EN_ROUTE: ("途中", "en route"),
    TaskState.ON_SCENE: ("已到场", "on the scene"),
    TaskState.DONE: ("已完成", "done"),
    TaskState.DECLINED: ("已拒绝", "declined"),
    TaskState.CANCELLED: ("已取消", "cancelled"),
}


def task_moved(state: TaskState, wanted: TaskState) -> MovedError:
    """The state of the task allows no such move; HTTP 409."""
    return MovedError("task_moved", ("任务", "task"), (str(state), str(wanted)), (STATES[state], STATES[wanted]))


def task_missing() -> NotFound:
    """There is no task with this id."""
    return NotFound("task_not_found", "任务不存在", "There is no such task")


def not_theirs() -> Forbidden:
    """The responder may move only tasks of their own or of their unit; HTTP 403."""
    return Forbidden("not_your_task", "这不是您或您所在队伍的任务", "This is not a task of yours or of your unit")


def key_reused() -> Conflict:
    """The key was used for another step or task; HTTP 409."""
    return Conflict("key_reused", "同一操作编号已用于其他步骤", "This key was used for another step")


def plan_is_open(plan: str) -> Conflict:
    """The incident has an open plan, and can have only one; HTTP 409."""
    return Conflict("plan_open", "该事件已启动预案", "A plan is open already", facts={"plan": plan})
