"""Verification of the chains over HTTP, for administrators; it runs in the background and is told when it is done."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends

from command_center.audit import chains, heads
from command_center.audit.verify import ChainVerdict, verify_all
from command_center.auth.model import ADMINS, Actor
from command_center.base.away import DATABASE_AWAY
from command_center.base.errors import Conflict
from command_center.base.schemas import Reply
from command_center.web.container import Container, ContainerDep
from command_center.web.guards import require

log = structlog.get_logger(__name__)
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
async def get_audit(_: AdminActor, container: ContainerDep) -> AuditReply:
    """How the chains stand."""
    return await _picture(container)


@router.post("/verify", status_code=202)
async def post_verify(_: AdminActor, container: ContainerDep) -> AuditReply:
    """Begin to verify every chain; one at a time."""
    last = container.verification
    if last.running:
        raise Conflict("verifying", "正在校验，请稍候", "Already verifying, wait")
    last.task = asyncio.create_task(_verify(container), name="audit verification")
    return await _picture(container)


async def _verify(container: Container) -> None:
    last, started = container.verification, container.clock.now()
    try:
        last.verdicts = tuple(await verify_all(container.database, container.settings.audit_heads_file))
    except DATABASE_AWAY as error:
        log.warning("audit_not_verified", error=type(error).__name__)
        return
    last.at = container.clock.now()
    last.seconds = (last.at - started).total_seconds()


async def _picture(container: Container) -> AuditReply:
    exported = {head.realm: head for head in heads.read_heads(container.settings.audit_heads_file)}
    async with container.database.read() as connection:
        found = await chains.heads(connection)
    last = container.verification
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
