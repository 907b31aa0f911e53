"""Two people for a report: who wrote or submitted it does not sign it, except alone in an emergency and with a reason.

Who did what is read from the report's transitions, which nobody can change. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from command_center.chain.model import EDITED, Transition, Who
from command_center.reports.model import ReportStage

ALONE = "alone"
"""In the data of the transition to ``signed``: one person wrote and signed; the transition's note says why."""


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who had a hand in the text, in the order in which they first did, and why one of them signed all the same."""

    writers: tuple[Who, ...]
    alone_reason: str | None

    def wrote(self, person_id: str) -> bool:
        """Whether this person wrote or submitted it."""
        return any(writer.id == person_id for writer in self.writers)


def authorship(links: Sequence[Transition]) -> Authorship:
    """Of the transitions of one report."""
    drafts = [link.draft for link in links]
    hands = [draft.actor for draft in drafts if draft.to_state in {EDITED, ReportStage.SUBMITTED} and draft.actor]
    alone = [draft.note for draft in drafts if draft.to_state == ReportStage.SIGNED and draft.data.get(ALONE)]
    return Authorship(tuple({who.id: who for who in hands}.values()), alone[-1] if alone else None)
