"""Wiring by type: a route or a background task names the type of a part, and is given the one that was built."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, TypeVar, get_type_hints

from fastapi import Depends
from starlette.requests import HTTPConnection

from command_center.base.errors import ConfigError
from command_center.web.container import Container, container_of

T = TypeVar("T")

_named: set[object] = set()
"""Every type that a route or a background task has named."""


@cache
def _dependency(kind: object) -> object:
    """One for each type: FastAPI asks it once a request, however often the type is named."""
    _named.add(kind)

    def find(connection: HTTPConnection) -> object:
        return container_of(connection).parts[kind]

    dependency: object = Depends(find)
    return dependency


if TYPE_CHECKING:
    Wired = Annotated[T, "the part of this type"]
else:

    class Wired:
        """``cameras: Wired[Cameras]`` in a route: the part of this type."""

        def __class_getitem__(cls, kind: object) -> object:
            return Annotated[kind, _dependency(kind)]


def wired(run: Callable[..., Awaitable[None]]) -> Callable[[Container], Awaitable[None]]:
    """A background task of a function: each parameter gets the part of its type."""
    kinds = {name: kind for name, kind in get_type_hints(run).items() if name != "return"}
    _named.update(kinds.values())

    async def start(container: Container) -> None:
        await run(**{name: container.parts[kind] for name, kind in kinds.items()})

    return start


def check_wiring(container: Container) -> None:
    """Raises ConfigError when a route or a background task names a type of which nothing was built."""
    missing = sorted(str(kind) for kind in _named - container.parts.keys())
    if missing:
        raise ConfigError([f"no part of the type {kind} is built" for kind in missing])
