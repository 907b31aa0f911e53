"""Secrets of camera URLs: resolved from the environment just before opening, and taken out of what is told."""

from __future__ import annotations

from collections.abc import Mapping

from camera_adapters.base.errors import SourceError
from common.camera_urls import UnknownSecretError, resolve, shown
from common.masking import mask

DETAIL = 300
"""Characters of what a library says about a camera that are told."""


def resolve_secrets(url: str, environ: Mapping[str, str]) -> str:
    """``url`` with every placeholder replaced; ``environ`` as for ``common.camera_urls.resolve``.

    Raises ``SourceError("secret_missing")`` naming the variable, never a value.
    """
    try:
        return resolve(url, environ)
    except UnknownSecretError as error:
        raise SourceError("secret_missing", str(error), retry=False) from None


def without_secrets(detail: str, resolved: str) -> str:
    """What a library said of the URL ``resolved``, cut to ``DETAIL``: it may hold the whole address, and people get its
    host, and no secret in any spelling."""
    return mask(detail.replace(resolved, shown(resolved)), resolved)[:DETAIL]
