"""Pages of a list over HTTP, and the words that a list is filtered by."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

from command_center.base.schemas import Reply

Item = TypeVar("Item")

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
