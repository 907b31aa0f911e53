"""Heads of the chains sent to another machine: who takes the centre over cannot take back what has left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import structlog

from command_center.audit.heads import Head, written

log = structlog.get_logger(__name__)

TIMEOUT = 10.0


@dataclass
class HeadReceiver:
    """A web address that takes heads, in the lines of the file. Remembers which it has taken."""

    url: str
    token: str | None
    _taken: dict[str, int] = field(default_factory=dict)

    async def send(self, heads: Sequence[Head]) -> bool:
        """Send those that it has not taken yet; whether it has them all now. What fails is sent again the next time."""
        new = [head for head in heads if self._taken.get(head.realm) != head.number]
        if not new:
            return True
        headers = {"Content-Type": "application/jsonl"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
                answer = await client.post(self.url, content=written(new).encode(), headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.warning("audit_heads_not_taken", error=type(error).__name__)
            return False
        if not answer.is_success:
            log.warning("audit_heads_not_taken", status=answer.status_code)
            return False
        self._taken |= {head.realm: head.number for head in new}
        return True
