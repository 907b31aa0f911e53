"""Errors of reports."""

from __future__ import annotations

from collections.abc import Sequence

from command_center.base.errors import Conflict, Forbidden, NotFound
from command_center.incidents.errors import MovedError
from command_center.reports.model import ReportStage
from common.text import FieldWords

STAGES = {
    ReportStage.DRAFT: ("起草中", "a draft"),
    ReportStage.SUBMITTED: ("待签发", "waiting for its signature"),
    ReportStage.SIGNED: ("已签发", "signed"),
    ReportStage.SENT: ("已报出", "sent"),
    ReportStage.RECEIPTED: ("已回执", "receipted"),
}


def report_moved(stage: ReportStage, wanted: ReportStage) -> MovedError:
    """A report that cannot go there."""
    return MovedError("report_moved", ("报告", "report"), (str(stage), str(wanted)), (STAGES[stage], STAGES[wanted]))


def report_missing() -> NotFound:
    """There is no report with this id."""
    return NotFound("report_not_found", "报告不存在", "There is no such report")


def overwritten(revision: int) -> Conflict:
    """Somebody else has written since; ``facts`` carries the revision that stands."""
    zh, en = "报告刚被他人修改，请核对后再保存", "Somebody else has just changed the report; look at it before you save"
    return Conflict("report_changed", zh, en, facts={"revision": str(revision)})


def not_a_draft(stage: ReportStage) -> Conflict:
    """The text of a report that was submitted stands."""
    zh, en = f"报告{STAGES[stage][0]}，不能修改正文", f"The report is {STAGES[stage][1]}, its text stands"
    return Conflict("report_not_a_draft", zh, en, facts={"stage": str(stage)})


def needs_two() -> Forbidden:
    """Who wrote or submitted a report does not sign it."""
    zh = "本报告由您起草或提交，须由另一人签发；紧急情况下可说明事由后一人签发"
    en = "You wrote or submitted this report: somebody else signs it. In an emergency say why you sign it alone"
    return Forbidden("needs_two_people", zh, en)


def contradicted(found: Sequence[FieldWords]) -> Conflict:
    """A final report that declares to be over what is open; ``fields`` names each by its place in the list."""
    zh, en = "；".join(one["zh"] for one in found), "; ".join(one["en"] for one in found)
    return Conflict(
        "final_contradicted",
        f"终报不能送签或签发：{zh}",
        f"The final report can be neither submitted nor signed: {en}",
        fields={str(place): one for place, one in enumerate(found, start=1)},
    )


def final_exists() -> Conflict:
    """An incident has one final report."""
    return Conflict("final_exists", "终报已在起草或已报出", "There is a final report already")


def told_already() -> Conflict:
    """It was told by phone before."""
    return Conflict("told_already", "已登记电话报告", "The call has been noted already")
