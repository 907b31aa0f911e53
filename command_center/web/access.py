"""Access table: of every route and WebSocket who may use it, read from the guard that stands beside it.

A route without a guard stands in ``CHECKED_ELSEWHERE`` with the words that say who may; any other is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from fastapi.dependencies.models import Dependant
from starlette.routing import BaseRoute, Mount

from command_center.auth.model import EVERYONE, Role
from command_center.web.guards import Rule, rule_of

Address = tuple[str, str]
"""Method and path; the method of a WebSocket is ``WEBSOCKET``."""

CHECKED_ELSEWHERE: Mapping[Address, Rule] = MappingProxyType(
    {
        ("GET", "/"): Rule(others="anybody: the page, which holds no data"),
        ("POST", "/api/sessions"): Rule(others="anybody, from the page's own site: signing in"),
        ("POST", "/api/sessions/second-step"): Rule(others="who has just given a right password: signing in"),
        ("GET", "/api/health"): Rule(others="anybody: whether the centre works"),
        ("GET", "/api/sessions/current"): Rule(EVERYONE, "their own session"),
        ("POST", "/api/cap"): Rule(
            (Role.DUTY_OFFICER, Role.DUTY_LEADER, Role.COMMANDER), others="the token of CAP senders"
        ),
        ("POST", "/api/stations/{station_id}/readings"): Rule(others="the token of this station"),
        ("GET", "/metrics"): Rule((Role.ADMIN,), others="the token of the metrics"),
        ("WEBSOCKET", "/api/ws/events"): Rule(EVERYONE, "their tasks, and incidents in which they have one"),
        ("WEBSOCKET", "/api/ws/live"): Rule(EVERYONE, "cameras at the places of their incidents that go on"),
    }
)
"""These check by themselves; their tests stand with them."""


class NoRuleError(Exception):
    """A route was added, and nothing says who may use it."""


def access_table(routes: Iterable[BaseRoute]) -> dict[Address, Rule]:
    """The rule of every route, by path. Raises NoRuleError with each route that has none."""
    found = {address: _rule(address, route) for route in routes for address in _addresses(route)}
    missing = sorted(" ".join(address) for address, rule in found.items() if rule is None)
    if missing:
        raise NoRuleError(f"say who may use it, by require(…) beside the route: {', '.join(missing)}")
    known = ((address, rule) for address, rule in found.items() if rule is not None)
    return dict(sorted(known, key=lambda each: (each[0][1], each[0][0])))


def access_document(table: Mapping[Address, Rule]) -> str:
    """The table as Markdown."""
    roles = " | ".join(f"`{role}`" for role in Role)
    lines = [
        "# Access",
        "",
        "Who may use which route: ● all of it, ◐ of their own alone, as the last column says. Written by `make access`",
        "from the guards that stand beside the routes; the tests ask every route as every role.",
        "",
        f"| | {roles} | others; what ◐ is |",
        "|---|" + "---|" * (len(Role) + 1),
        *(_line(address, rule) for address, rule in table.items()),
    ]
    return "\n".join(lines) + "\n"


def _line(address: Address, rule: Rule) -> str:
    marks = [_mark(rule, role) for role in Role]
    words = "; ".join(word for word in (rule.others, rule.responder and f"◐ {rule.responder}") if word)
    return f"| {address[0]} `{address[1]}` | " + " | ".join([*marks, words]) + " |"


def _mark(rule: Rule, role: Role) -> str:
    if role not in rule.roles:
        return ""
    return "◐" if rule.responder and role is Role.RESPONDER else "●"


def _addresses(route: BaseRoute) -> Iterator[Address]:
    if isinstance(route, Mount):
        yield "GET", route.path or "/"
        return
    methods: Sequence[str] = sorted(getattr(route, "methods", None) or ())
    path = str(getattr(route, "path", ""))
    yield from ((method, path) for method in methods if method != "HEAD")
    if type(route).__name__.endswith("WebSocketRoute"):
        yield "WEBSOCKET", path


def _rule(address: Address, route: BaseRoute) -> Rule | None:
    dependant = getattr(route, "dependant", None)
    guards = (rule_of(call) for call in _calls(dependant)) if dependant else iter(())
    return next((rule for rule in guards if rule), None) or CHECKED_ELSEWHERE.get(address)


def _calls(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)
