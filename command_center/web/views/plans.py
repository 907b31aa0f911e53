"""Response plans as pages see them."""

from __future__ import annotations

from command_center.base.schemas import Reply, TextReply
from command_center.incidents.model import Incident
from command_center.plans.model import Grade as PlanGrade
from command_center.plans.model import Plans, Units


class PlannedTaskReply(Reply):
    title: TextReply
    detail: TextReply | None
    unit: str
    unit_name: TextReply
    within_minutes: float | None


class PhoneReply(Reply):
    name: TextReply
    phone: str


class PlanReply(Reply):
    """A response plan; ``fits``: written for this kind of hazard at this place."""

    id: str
    name: TextReply
    hotspot: str | None
    kinds: list[str]
    level: PlanGrade
    when: TextReply
    tasks: list[PlannedTaskReply]
    phones: list[PhoneReply]
    fits: bool


def plan_replies(known: Plans, units: Units, incident: Incident) -> list[PlanReply]:
    """Every plan as an incident's page shows it."""
    replies = []
    for plan in known.fitting_first(incident.kind, incident.hotspot):
        tasks = [
            PlannedTaskReply(
                title=TextReply.model_validate(task.title),
                detail=TextReply.model_validate(task.detail) if task.detail else None,
                unit=task.unit,
                unit_name=TextReply.model_validate(unit.name),
                within_minutes=task.within_minutes,
            )
            for task in plan.tasks
            if (unit := units.get(task.unit))
        ]
        replies.append(
            PlanReply(
                id=plan.id,
                name=TextReply.model_validate(plan.name),
                hotspot=plan.hotspot,
                kinds=list(plan.kinds),
                level=plan.level,
                when=TextReply.model_validate(plan.when),
                tasks=tasks,
                phones=[PhoneReply.model_validate(one) for one in plan.phones],
                fits=plan.fits(incident.kind, incident.hotspot),
            )
        )
    return replies
