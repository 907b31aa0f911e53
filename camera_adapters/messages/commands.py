"""Commands of the centre to the adapters: confirmations, changed desired state, wishes, canaries, trials and probes."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, TypeAdapter

from camera_adapters.messages.cameras import CameraSpec
from camera_adapters.messages.streams import WantedStream
from camera_adapters.messages.wire import CameraId, Wire

LESSONS_KEPT = 200
"""Most lessons of one camera that wait for its worker; older ones are dropped."""


class AckMessage(Wire):
    """Confirmation: these events are committed, and the adapter may delete them from its spool."""

    event_ids: tuple[UUID, ...]


class DesiredStateChanged(Wire):
    """The desired state has a new ``revision``; every worker reads it again."""

    type: Literal["desired_state_changed"] = "desired_state_changed"
    revision: int


class Lesson(Wire):
    """An alert that a person confirmed: its scores must not raise the threshold of its hour, as false ones do."""

    kind: str
    zone: str | None
    begin: AwareDatetime
    end: AwareDatetime


class Want(Wire):
    """A viewer needs a stream that is not always published, until ``until``; the centre renews it while it does."""

    type: Literal["want"] = "want"
    camera_id: CameraId
    stream: WantedStream
    until: AwareDatetime


class TrialRequest(Wire):
    """Run a candidate specification over what was recorded of its camera. A worker that has the recording and no
    other trial under way claims it (``trial_claim_key``) and writes ``TrialReport`` under ``trial_key``."""

    type: Literal["trial"] = "trial"
    token: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    spec: CameraSpec
    start: AwareDatetime
    end: AwareDatetime


class TrialCancel(Wire):
    """The trial with this ``token`` is to end; a worker that does not run it ignores the message."""

    type: Literal["trial_cancel"] = "trial_cancel"
    token: str


class ProbeRequest(Wire):
    """Open the addresses of this specification, which need not be stored, and look at one picture of each. A worker
    without a probe under way claims it (``probe_claim_key``) and writes ``ProbeReport`` under ``probe_key``."""

    type: Literal["probe"] = "probe"
    token: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    spec: CameraSpec


class CanaryRequest(Wire):
    """One worker, the first to claim ``canary_claim_key(token)``, sends a canary alert along the whole path."""

    type: Literal["canary"] = "canary"
    token: str


Command = DesiredStateChanged | Want | CanaryRequest | TrialRequest | TrialCancel | ProbeRequest

CommandMessage = Annotated[Command, Field(discriminator="type")]

COMMAND: TypeAdapter[Command] = TypeAdapter(CommandMessage)


def canary_claim_key(token: str) -> str:
    """String set with NX by the worker that answers a ``CanaryRequest``."""
    return f"canary:{token}"
