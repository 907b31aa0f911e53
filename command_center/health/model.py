"""Rules of ``/api/health``: facts in, status and alarms out. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from command_center.cameras.model import LinkCounts

MEMORY_ALARM = 0.7
"""Share of Redis' memory limit from which on a person must act: at the limit it refuses alerts."""
OFFLINE_SHARE = 0.25
"""Single cameras have alerts of their own; from this share on the system itself is in trouble."""


class Status(StrEnum):
    """``failed``: alerts cannot be handled. ``degraded``: they can, but a person must look."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong, in words."""

    code: str
    zh: str
    en: str
    status: Status = Status.DEGRADED
    """What the alarm alone makes of the whole."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found. None: not known."""

    cameras: LinkCounts
    adapters: int
    redis: bool
    live_redis: bool
    memory_ratio: float | None
    database: bool
    canary_seen_at: datetime | None
    canary_due_by: datetime
    """The canary must have been seen after this moment; with a start later than it, nothing is late yet."""
    started_at: datetime
    clock_synchronised: bool | None
    dead_letters: int
    """Within the last 24 h."""
    overdue_steps: int | None = 0
    """Of the escalation."""
    heard_at: datetime | None = None
    """When somebody on duty last had a page whose sound worked."""
    heard_due_by: datetime | None = None
    """The alarm must have been heard after this moment; None where that is not asked."""
    duty_empty: tuple[str, ...] = ()
    """Duty roles in which nobody stands."""
    failed_deliveries: int = 0
    """Calls within the last hour that reached nobody by that channel."""
    reached_elsewhere: int = 0
    """Calls within the last hour that a channel beside the page took or delivered."""


def judge(facts: Facts) -> tuple[Status, list[Alarm]]:
    """The status is the worst of the alarms'."""
    alarms = [*_servers(facts), *_work(facts), *_people(facts)]
    order = (Status.OK, Status.DEGRADED, Status.FAILED)
    worst = max((order.index(alarm.status) for alarm in alarms), default=0)
    return order[worst], alarms


def _servers(facts: Facts) -> Iterator[Alarm]:
    if not facts.database:
        yield Alarm("database_failed", "数据库无响应，报警无法入库", "The database does not answer", Status.FAILED)
    if not facts.redis:
        yield Alarm("redis_failed", "Redis 无响应，报警无法送达", "Redis does not answer", Status.FAILED)
    if not facts.live_redis:
        yield Alarm("live_redis_failed", "实时视频 Redis 无响应", "The live video Redis does not answer")
    if facts.memory_ratio is not None and facts.memory_ratio >= MEMORY_ALARM:
        share = f"{facts.memory_ratio:.0%}"
        yield Alarm("redis_memory", f"Redis 内存已用 {share}", f"Redis uses {share} of its memory")
    if facts.dead_letters:
        count = facts.dead_letters
        yield Alarm("dead_letters", f"24 小时内有 {count} 条消息无法解析", f"{count} unreadable messages within 24 h")
    if facts.clock_synchronised is False:
        yield Alarm("clock", "系统时钟未同步", "The system clock is not synchronised", Status.OK)


def _work(facts: Facts) -> Iterator[Alarm]:
    if facts.redis and not facts.adapters:
        yield Alarm("no_adapter", "没有视频接入进程在运行", "No adapter is running")
    elif facts.cameras.total and facts.cameras.offline / facts.cameras.total >= OFFLINE_SHARE:
        off, total = facts.cameras.offline, facts.cameras.total
        yield Alarm("cameras_offline", f"{total} 台摄像机中有 {off} 个离线", f"{off} of {total} cameras are offline")
    seen = facts.canary_seen_at
    if facts.started_at < facts.canary_due_by and (seen is None or seen < facts.canary_due_by):
        yield Alarm("canary_late", "报警链路自检未按时到达", "The test alert did not arrive in time")


def _people(facts: Facts) -> Iterator[Alarm]:
    if facts.overdue_steps:
        count = facts.overdue_steps
        zh, en = f"{count} 个升级步骤逾期未执行", f"{count} steps of the escalation are overdue"
        yield Alarm("escalation_overdue", zh, en, Status.FAILED)
    due_by = facts.heard_due_by
    if due_by is not None and facts.started_at < due_by and (facts.heard_at is None or facts.heard_at < due_by):
        yield _unheard(facts.reached_elsewhere)
    if facts.duty_empty:
        yield Alarm(
            "duty_empty",
            "值班表有空缺，该角色全体人员都会被呼叫",
            "Nobody is on duty in some role: all who hold it are called",
            Status.OK,
        )
    if facts.failed_deliveries:
        count = facts.failed_deliveries
        zh, en = f"1 小时内有 {count} 条通知未能送达", f"{count} notices could not be delivered within the hour"
        yield Alarm("deliveries_failed", zh, en)


def _unheard(reached: int) -> Alarm:
    """Other channels are named only where they reached somebody: else nobody but who looks at a page knows."""
    if reached:
        zh = f"没有能发声的值守页面；1 小时内经其他渠道送达 {reached} 条通知"
        en = f"No page on duty can be heard; within the hour {reached} notices went by other channels"
    else:
        zh = "没有能发声的值守页面，1 小时内也没有经其他渠道送达任何通知：请打开一个值守页面并开启声音"
        en = "No page on duty can be heard, and no other channel took a notice within the hour: open a page with sound"
    return Alarm("no_audible_console", zh, en)
