"""Access table: of every route and WebSocket who may use it, read from the guard that stands beside it.

A route without a guard stands in ``CHECKED_ELSEWHERE`` with the words that say who may; any other is an error. So is
one that does not say whose objects it reaches, though its address names one, responders may use it, or it is a socket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from fastapi.dependencies.models import Dependant
from starlette.routing import BaseRoute, Mount

from command_center.auth.model import EVERYONE, READERS, Role
from command_center.web.guards import Rule, rule_of
from command_center.web.ownership import NAMED, OWN_ACCOUNT, OWN_CAMERA, OWN_EVENTS, Kind, anyones

Address = tuple[str, str]
"""Method and path; the method of a WebSocket is ``WEBSOCKET``."""

CHECKED_ELSEWHERE: Mapping[Address, Rule] = MappingProxyType(
    {
        ("GET", "/"): Rule(others="anybody: the page, which holds no data"),
        ("POST", "/api/sessions"): Rule(others="anybody, from the page's own site: signing in"),
        ("POST", "/api/sessions/second-step"): Rule(others="who has just given a right password: signing in"),
        ("GET", "/api/health"): Rule(others="anybody: whether the centre works"),
        ("GET", "/api/health/details"): Rule(
            READERS, others="the token of the metrics; while the database is away, a session of the last 15 minutes"
        ),
        ("GET", "/api/sessions/current"): Rule(EVERYONE, OWN_ACCOUNT),
        ("POST", "/api/cap"): Rule(
            (Role.DUTY_OFFICER, Role.DUTY_LEADER, Role.COMMANDER), others="the token of CAP senders"
        ),
        ("POST", "/api/stations/{station_id}/readings"): Rule(
            of=anyones(Kind.STATION), others="the token of this station"
        ),
        ("GET", "/metrics"): Rule((Role.ADMIN,), others="the token of the metrics"),
        ("WEBSOCKET", "/api/ws/events"): Rule(EVERYONE, OWN_EVENTS),
        ("WEBSOCKET", "/api/ws/live"): Rule(EVERYONE, OWN_CAMERA),
    }
)
"""These check by themselves; their tests stand with them."""


class NoRuleError(Exception):
    """A route was added, and nothing says who may use it."""


def access_table(routes: Iterable[BaseRoute]) -> dict[Address, Rule]:
    """The rule of every route, by path. Raises NoRuleError with each route that has none, or an incomplete one."""
    found = {address: (_rule(address, route), route) for route in routes for address in _addresses(route)}
    missing = sorted(" ".join(address) for address, (rule, _) in found.items() if rule is None)
    if missing:
        raise NoRuleError(f"say who may use it, by require(…) beside the route: {', '.join(missing)}")
    known = {address: (rule, route) for address, (rule, route) in found.items() if rule is not None}
    faults = sorted(
        f"{' '.join(address)} ({fault})"
        for address, (rule, route) in known.items()
        if (fault := _ownership_fault(address, rule, route))
    )
    if faults:
        raise NoRuleError(f"say whose objects it reaches, by require(…, of=…) beside the route: {', '.join(faults)}")
    rules = ((address, rule) for address, (rule, _) in known.items())
    return dict(sorted(rules, key=lambda each: (each[0][1], each[0][0])))


def named_parameter(path: str, route: BaseRoute) -> str | None:
    """The parameter that names the object of a route: the first of its path, else one that must be given behind it."""
    in_path = re.search(r"{(\w+)[:}]", path)
    if in_path:
        return in_path[1]
    dependant: Dependant | None = getattr(route, "dependant", None)
    asked = dependant.query_params if dependant else []
    return next((one.alias for one in asked if one.field_info.is_required() and one.alias in NAMED), None)


def _ownership_fault(address: Address, rule: Rule, route: BaseRoute) -> str:
    """What the declaration lacks; empty when it is whole."""
    named = named_parameter(address[1], route)
    if named is None:
        return "" if rule.of else _open_to_others(address, rule)
    if named not in NAMED:
        return f"say in NAMED what {named} names"
    if rule.of is None or rule.of.kind is not NAMED[named]:
        return f"it names {NAMED[named]}" + (f", not {rule.of.kind}" if rule.of else "")
    return ""


def _open_to_others(address: Address, rule: Rule) -> str:
    """Why a route that names nothing must say whose objects it gives all the same; empty where it need not."""
    if address[0] == "WEBSOCKET":
        return "a socket"
    return "responders may use it" if Role.RESPONDER in rule.roles else ""


def access_document(table: Mapping[Address, Rule]) -> str:
    """The table as Markdown."""
    roles = " | ".join(f"`{role}`" for role in Role)
    lines = [
        "# Access",
        "",
        "Who may use which route, and whose objects it reaches: ● everybody's, ◐ their own alone, as the last column",
        "says, with the status that another's is answered with. Written by `make access` from the guards that stand",
        "beside the routes; the tests ask every route as every role, for an own object and for another's.",
        "",
        f"| | object | {roles} | others; what ◐ is |",
        "|---|" + "---|" * (len(Role) + 2),
        *(_line(address, rule) for address, rule in table.items()),
    ]
    return "\n".join(lines) + "\n"


def _line(address: Address, rule: Rule) -> str:
    marks = [_mark(rule, role) for role in Role]
    words = "; ".join(word for word in (rule.others, _own(address, rule)) if word)
    return f"| {address[0]} `{address[1]}` | " + " | ".join([rule.of.kind if rule.of else "", *marks, words]) + " |"


def _own(address: Address, rule: Rule) -> str:
    if rule.of is None or not rule.of.own:
        return ""
    return f"◐ {rule.of.own}" + (f"; {rule.of.refusal}" if "{" in address[1] else "")


def _mark(rule: Rule, role: Role) -> str:
    if role not in rule.roles:
        return ""
    return "◐" if rule.of and role in rule.of.limited else "●"


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
