"""Pages of a list over HTTP, and the conditions that a list is filtered by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Generic, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.base.db import Database
from command_center.base.schemas import Reply

Item = TypeVar("Item")
Found = TypeVar("Found")
Value = TypeVar("Value")
Condition = sa.ColumnElement[bool]
Search = Callable[[AsyncConnection, str, Sequence[Condition], int, int], Awaitable[tuple[list[Found], int]]]
"""Of a realm, under these conditions, from an offset on at most so many; and how many there are."""

FilterWord = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
"""A word that a list is filtered by."""


class Page(Reply, Generic[Item]):
    """One page of a list; ``total`` counts the whole of it."""

    items: list[Item]
    total: int
    page: int
    page_size: int


class Paging(BaseModel):
    """Which page a client wants; pages count from 1."""

    model_config = ConfigDict(frozen=True)

    page: int
    page_size: int

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size

    def of(self, items: list[Item], total: int) -> Page[Item]:
        """The page with these items, of a list that has so many."""
        return Page(items=items, total=total, page=self.page, page_size=self.page_size)


def _paging(
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1, page_size: Annotated[int, Query(ge=1, le=200)] = 50
) -> Paging:
    return Paging(page=page, page_size=page_size)


PagingDep = Annotated[Paging, Depends(_paging)]


async def page_of(
    database: Database,
    search: Search[Found],
    conditions: Sequence[Condition],
    paging: Paging,
    replies: Callable[[AsyncConnection, Sequence[Found]], Awaitable[list[Item]]],
) -> Page[Item]:
    """One page of what is found in the live realm."""
    async with database.read() as connection:
        found, total = await search(connection, LIVE_REALM, conditions, paging.offset, paging.page_size)
        items = await replies(connection, found)
    return paging.of(items, total)


def given(value: Value | None, condition: Callable[[Value], Condition]) -> Condition | None:
    """The condition on a value that somebody filters by; None where nobody does."""
    return condition(value) if value else None


def conditions(*wanted: Condition | None) -> list[Condition]:
    """Those that there are."""
    return [one for one in wanted if one is not None]
