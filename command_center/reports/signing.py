"""Two people for a report: who wrote or submitted it does not sign it, except alone in an emergency and with a reason.

Who did what is read from the report's transitions, which nobody can change. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from command_center.chain.model import EDITED, Draft, Transition, Who
from command_center.reports.model import ReportStage

ALONE = "alone"
"""In the data of the transition to ``signed``: one person wrote and signed; the transition's note says why."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A report that came back for other words: by whom, when and why."""

    by: Who
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who had a hand in the text, in the order in which they first did, and why one of them signed all the same."""

    writers: tuple[Who, ...]
    alone_reason: str | None
    submitted: Draft | None = None
    """The last submission."""
    returned: Returned | None = None
    """That it came back, until it is submitted again."""

    def wrote(self, person_id: str) -> bool:
        """Whether this person wrote or submitted it."""
        return any(writer.id == person_id for writer in self.writers)


def authorship(links: Sequence[Transition]) -> Authorship:
    """Of the transitions of one report."""
    drafts = [link.draft for link in links]
    hands = [draft.actor for draft in drafts if draft.to_state in {EDITED, ReportStage.SUBMITTED} and draft.actor]
    alone = [draft.note for draft in drafts if draft.to_state == ReportStage.SIGNED and draft.data.get(ALONE)]
    submitted = [draft for draft in drafts if draft.to_state == ReportStage.SUBMITTED]
    return Authorship(
        writers=tuple({who.id: who for who in hands}.values()),
        alone_reason=alone[-1] if alone else None,
        submitted=submitted[-1] if submitted else None,
        returned=_returned(drafts),
    )


def _returned(drafts: Sequence[Draft]) -> Returned | None:
    moves = [draft for draft in drafts if draft.to_state in set(ReportStage)]
    last = moves[-1] if moves else None
    if last is None or last.to_state != ReportStage.DRAFT or last.from_state != ReportStage.SUBMITTED or not last.actor:
        return None
    return Returned(last.actor, last.at, last.note or "")
