"""One's own second factor over HTTP: setting it up, recovery codes, going on without."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Request
from pydantic import Field, SecretStr

from command_center.auth.model import Actor
from command_center.auth.second_factors import SecondFactors
from command_center.base.schemas import Body, Reply
from command_center.web.guards import request_origin, require
from command_center.web.ownership import OWN_ACCOUNT
from command_center.web.refusals import refusals
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/second-factor", tags=["people"])

SignedIn = Annotated[Actor, Depends(require(held_back=True, of=OWN_ACCOUNT))]
Code = Annotated[SecretStr, Field(min_length=6, max_length=40)]
"""A code of the authenticator, or a recovery code; spaces and hyphens do not matter."""
Present = Annotated[SecretStr, Field(min_length=1, max_length=200)]


class SecondFactorReply(Reply):
    """``needed``: the role must have one. ``put_off_until``: until then one may go on without; else null."""

    enrolled_at: datetime | None
    recovery_codes: int
    needed: bool
    put_off_until: datetime | None


class EnrolmentReply(Reply):
    """``picture`` is the QR code as the address of an SVG image; ``secret`` the same to be typed."""

    secret: str
    uri: str
    picture: str


class RecoveryCodesReply(Reply):
    """Shown once: the centre keeps their hashes."""

    codes: list[str]


class Begin(Body):
    """``code``: of the present second factor, where there is one."""

    present: Present
    code: SecretStr = Field(default=SecretStr(""), max_length=40)


class Proof(Body):
    code: Code


class Removal(Body):
    present: Present
    code: Code


@router.get("")
async def own_second_factor(actor: SignedIn, factors: Wired[SecondFactors]) -> SecondFactorReply:
    """Whether one has a second factor, and how many recovery codes are left."""
    return SecondFactorReply.model_validate(await factors.state(actor))


@router.post("", status_code=201, responses=refusals(429))
async def begin_enrolment(body: Begin, actor: SignedIn, factors: Wired[SecondFactors]) -> EnrolmentReply:
    """Begin to set one up, proven by the password; it counts once its first code has come."""
    draft = await factors.begin(actor, body.present.get_secret_value(), body.code.get_secret_value())
    picture = segno.make(draft.uri, micro=False).svg_data_uri(scale=5, border=4, light="white")
    return EnrolmentReply(secret=draft.secret, uri=draft.uri, picture=picture)


@router.post("/confirmation", status_code=201)
async def confirm_enrolment(
    body: Proof, request: Request, actor: SignedIn, factors: Wired[SecondFactors]
) -> RecoveryCodesReply:
    """The first code: from now on the second factor counts. Ends the person's other sessions."""
    codes = await factors.confirm(actor, body.code.get_secret_value(), request_origin(request))
    return RecoveryCodesReply(codes=list(codes))


@router.post("/recovery-codes", status_code=201, responses=refusals(429))
async def renew_recovery_codes(body: Proof, actor: SignedIn, factors: Wired[SecondFactors]) -> RecoveryCodesReply:
    """Ten new recovery codes, proven by a code; the old ones end."""
    return RecoveryCodesReply(codes=list(await factors.renew_recovery_codes(actor, body.code.get_secret_value())))


@router.post("/removal", status_code=204, responses=refusals(429))
async def remove_second_factor(body: Removal, actor: SignedIn, factors: Wired[SecondFactors]) -> None:
    """Go on without one, proven by password and code; refused where the role needs it."""
    await factors.remove(actor, body.present.get_secret_value(), body.code.get_secret_value())


@router.post("/later", status_code=204)
async def put_off_enrolment(actor: SignedIn, factors: Wired[SecondFactors]) -> None:
    """Go on in this session without one; no administrator, and nobody after two weeks."""
    await factors.put_off(actor)
