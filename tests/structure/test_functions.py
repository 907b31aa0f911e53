"""Functions: short ones, and broad ``except`` only where a loop or a supervisor must outlive what it runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from statistics import quantiles

from tests.structure.sources import functions, modules

BROAD: Mapping[str, str] = {
    "camera_adapters.alerts.dispatcher": "an alert that is decided goes out, with a picture or without",
    "camera_adapters.analysis.detector_view": "drawing costs one picture, never the watch",
    "camera_adapters.analysis.detector_runner": "one detector that fails stops neither the others nor the recording",
    "camera_adapters.base.loop": "the loop of a thread that is needed for as long as the process lives",
    "camera_adapters.camera.feed": "the loop of one connection: its fault must not end the other cameras",
    "command_center.__main__": "the command line tells in words that a server is away, and raises on what is not that",
    "command_center.base.background": "the supervisor of background tasks: it starts again what failed",
    "command_center.jobs.escalation": "whatever is wrong with one alert, the others must be called for",
    "command_center.notifications.sender": "a letter must not hang in its lease, whatever a channel's library raises",
}
"""Where any exception may be caught and not raised on, and why."""
P90, LONGEST = 16, 60
"""Lines of a function: nine of ten are no longer than the first, none is longer than the second."""


def test_nine_of_ten_functions_fit_in_sixteen_lines() -> None:
    assert quantiles([one.lines for one in functions()], n=10, method="inclusive")[-1] <= P90


def test_no_function_is_longer_than_sixty_lines() -> None:
    assert [f"{one.module}.{one.name}: {one.lines}" for one in functions() if one.lines > LONGEST] == []


def test_any_exception_is_caught_only_by_loops_and_supervisors() -> None:
    swallowing = {
        name
        for name, module in modules().items()
        if any(isinstance(node, ast.ExceptHandler) and swallows(node) for node in ast.walk(module.tree))
    }
    assert swallowing == set(BROAD)


def test_what_is_raised_on_is_not_swallowed() -> None:
    handlers = {
        "except Exception: pass": True,
        "except: log()": True,
        "except (OSError, BaseException): pass": True,
        "except OSError: pass": False,
        "except Exception as error: raise ValueError from error": False,
    }
    for text, expected in handlers.items():
        (statement,) = ast.parse(f"try: work()\n{text}").body
        assert isinstance(statement, ast.Try)
        assert swallows(statement.handlers[0]) is expected, text


def swallows(handler: ast.ExceptHandler) -> bool:
    """Whether it catches whatever is raised and does not end by raising."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds)
    return broad and not isinstance(handler.body[-1], ast.Raise)
