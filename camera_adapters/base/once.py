"""Lazy value: computed when it is first asked for, without a lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, overload

T = TypeVar("T")
V = TypeVar("V")


class once(Generic[V]):  # noqa: N801 - a decorator, named as one
    """Like ``functools.cached_property``, which until Python 3.12 holds one lock for all objects of a class: with it
    the threads of all cameras would wait for each other whenever one of them scales its picture. Here an object is used
    by one thread at a time; two at once would only compute the same twice.
    """

    def __init__(self, compute: Callable[..., V]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[V]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> V: ...
    def __get__(self, instance: object | None, owner: type) -> V | once[V]:
        if instance is None:
            return self
        value = self._compute(instance)
        instance.__dict__[self._name] = value  # found before this descriptor from now on
        return value
