"""Verification of the chains over HTTP, for administrators; it runs in the background and is told when it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from command_center.audit.installation import Verification
from command_center.audit.verify import ChainVerdict
from command_center.auth.model import ADMINS, Actor
from command_center.base.schemas import Reply
from command_center.web.guards import require
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/audit", tags=["operation"])
AdminActor = Annotated[Actor, Depends(require(*ADMINS))]


class AuditChainReply(Reply):
    """One realm's chain: its newest number, and the newest that stands outside the database."""

    realm: str
    number: int
    exported_number: int | None
    exported_at: datetime | None


class AuditVerdictReply(Reply):
    """What verifying found: ``broken_at`` is the first row that is altered or missing."""

    realm: str
    checked: int
    heads: int
    broken_at: int | None
    reason: str | None


class AuditReply(Reply):
    """The chains, and what the last verification by this process found."""

    chains: list[AuditChainReply]
    running: bool
    verified_at: datetime | None
    seconds: float | None
    verdicts: list[AuditVerdictReply]


@router.get("")
async def get_audit(_: AdminActor, verification: Wired[Verification]) -> AuditReply:
    """How the chains stand."""
    return await _picture(verification)


@router.post("/verify", status_code=202)
async def post_verify(_: AdminActor, verification: Wired[Verification]) -> AuditReply:
    """Begin to verify every chain; one at a time."""
    verification.begin()
    return await _picture(verification)


async def _picture(last: Verification) -> AuditReply:
    exported, found = await last.chains()
    known = [
        AuditChainReply(
            realm=realm,
            number=number,
            exported_number=exported[realm].number if realm in exported else None,
            exported_at=exported[realm].at if realm in exported else None,
        )
        for realm, number, _ in found
    ]
    verdicts = [_verdict(one) for one in last.verdicts]
    return AuditReply(chains=known, running=last.running, verified_at=last.at, seconds=last.seconds, verdicts=verdicts)


def _verdict(one: ChainVerdict) -> AuditVerdictReply:
    broken = one.broken
    return AuditVerdictReply(
        realm=one.realm,
        checked=one.checked,
        heads=one.heads,
        broken_at=broken.number if broken else None,
        reason=broken.reason if broken else None,
    )
