"""Dependencies of the routes around an incident, made of the container."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends

from command_center.incidents.transaction import IncidentTransactions
from command_center.reports.first_reports import FirstReports
from command_center.response.opening import IncidentOpening
from command_center.web.container import ContainerDep


def work(container: ContainerDep) -> IncidentTransactions:
    """The use cases' common dependencies."""
    return IncidentTransactions(container.database, container.clock, container.new_id)


def first_reports(container: ContainerDep) -> FirstReports:
    """Who makes the obligation of the first report."""
    return FirstReports(container.new_id, container.reporting)


def incident_opening(container: ContainerDep) -> IncidentOpening:
    """Who opens incidents."""
    return IncidentOpening(container.new_id, ZoneInfo(container.settings.time_zone), first_reports(container))


WorkDep = Annotated[IncidentTransactions, Depends(work)]
FirstReportsDep = Annotated[FirstReports, Depends(first_reports)]
OpeningDep = Annotated[IncidentOpening, Depends(incident_opening)]
