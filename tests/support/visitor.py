"""Visitors who ask every described route for anything at all, and what is wrong with the answers they get."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from command_center.auth.model import Role
from command_center.web.guards import COOKIE
from command_center.web.refusals import Description
from tests.conftest import SITE, session_token
from tests.support.furnished import Known
from tests.support.town import Town

Operation = Any
"""One method of one path; its class has four parameters of types that nobody names."""
SEED = 20260501

CHECKS: list[Any] = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
NOT_FOR_READERS = re.compile(
    r"Input should be|Field required|Value error|String should|Extra inputs|valid dictionary|unable to parse"
    r"|Traceback \(most recent|File \\?\"/|<class '|<[A-Z]\w+\.[A-Z_]+: |object at 0x|\b[A-Z]\w+Error\b|\bNone\b"
    r"|asyncpg|sqlalchemy|pydantic"
)
"""Words of the validator, Python's spelling of values, traces of the inside: none of it belongs into a refusal."""
LOCKED_OUT = frozenset({"not_signed_in", "must_change_password", "must_enrol"})


def described(description: Description, known: Known) -> list[Operation]:
    """Every operation of the description, ready to be asked."""
    config = schemathesis.Config(seed=SEED)
    schema = schemathesis.openapi.from_dict(with_known(description, known), config=config)
    return [result.ok() for result in schema.get_all_operations()]


def with_known(description: Description, known: Known) -> Description:
    """The description in which what names an object is one of those that there are, or as before outside the path."""
    copy: Description = json.loads(json.dumps(description))
    for operations in copy["paths"].values():
        for parameter in (each for one in operations.values() for each in one.get("parameters", [])):
            given_ones = {"enum": known.get(parameter["name"])}
            if parameter["name"] in known:
                either = {"anyOf": [given_ones, parameter["schema"]]}
                parameter["schema"] = given_ones if parameter["in"] == "path" else either
    for name, shape in copy["components"]["schemas"].items():
        if not name.endswith("Reply") and not name.startswith("Page_"):
            inner = shape.get("properties", {})
            inner.update({one: {"anyOf": [{"enum": known[one]}, inner[one]]} for one in inner.keys() & known.keys()})
    return copy


def cases(operation: Operation, examples: int) -> list[Case]:
    """Requests for it, the same each time: first those that fit the description, then those that do not."""
    shaped = any(operation.iter_parameters()) or operation.body
    fitting = _drawn(operation, GenerationMode.POSITIVE, examples if shaped else 1)
    return [*fitting, *(_drawn(operation, GenerationMode.NEGATIVE, examples) if shaped else [])]


def _drawn(operation: Operation, mode: GenerationMode, examples: int) -> list[Case]:
    found: list[Case] = []

    @seed(SEED)
    @hypothesis_settings(max_examples=examples, phases=[Phase.generate], deadline=None, database=None,
                         suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def draws(case: Case) -> None:
        found.append(case)

    try:
        draws()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, f"nothing fits {operation.label}"  # everything fits a plain word
    return found


@dataclass
class Visitor:
    """Somebody of a role, or a stranger. Who was signed out, disabled or told to change a password by what was asked
    before comes again as somebody new, so that no route has to be left out for it."""

    town: Town
    role: Role | None
    bearer: str
    answers: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    _serial: Iterator[int] = field(default_factory=count)
    _token: str = ""

    @property
    def _head(self) -> dict[str, str]:
        """A stranger comes without any token."""
        return {"Origin": SITE} | ({"Authorization": f"Bearer {self.bearer}"} if self.role else {})

    def ask(self, case: Case) -> None:
        """One request, and a look at its answer."""
        answer = self.town.run(self._answer(case))
        self.answers[answer.status_code] += 1
        asked = f"{answer.request.url} {answer.request.content[:300]!r} → {answer.text[:300]}"
        self.faults |= {f"{self.role}: {case.operation.label}: {what}": asked for what in wrong(case, answer)}

    async def _answer(self, case: Case) -> httpx.Response:
        prepared = requests.Request(**case.as_transport_kwargs(base_url=SITE)).prepare()
        answer = await self._sent(prepared)
        if self._token and answer.status_code in {401, 403} and answer.json()["error"]["code"] in LOCKED_OUT:
            self._token = ""
            answer = await self._sent(prepared)
        return answer

    async def _sent(self, prepared: requests.PreparedRequest) -> httpx.Response:
        """Each time from another address: limits by address are another test's."""
        number = next(self._serial)
        if self.role is not None and not self._token:
            self._token = await session_token(self.town.container, self.role, f"{self.role}-{number}")
        address = (f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1)
        transport = httpx.ASGITransport(app=self.town.app, raise_app_exceptions=False, client=address)
        cookies = {COOKIE: self._token} if self._token else {}
        async with httpx.AsyncClient(transport=transport, headers=self._head, cookies=cookies) as client:
            head = dict(prepared.headers)
            return await client.request(str(prepared.method), str(prepared.url), content=prepared.body, headers=head)


def wrong(case: Case, answer: httpx.Response) -> list[str]:
    """What the description does not say of this answer, and what nobody should read."""
    found = [f"answers {answer.status_code}"] if answer.status_code >= 500 else []
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as group:
        found += [f"{type(one).__name__}, {answer.status_code}: {str(one)[:400]}" for one in group.exceptions]
    if answer.status_code >= 400 and (told := NOT_FOR_READERS.search(answer.text)):
        found.append(f"says {told[0]!r}")
    return found
