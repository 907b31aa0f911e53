"""Secrets of camera URLs: resolved from the environment just before opening."""

from __future__ import annotations

from collections.abc import Mapping

from camera_adapters.base.errors import SourceError
from common.camera_urls import UnknownSecretError, resolve


def resolve_secrets(url: str, environ: Mapping[str, str]) -> str:
    """``url`` with every placeholder replaced; ``environ`` as for ``common.camera_urls.resolve``.

    Raises ``SourceError("secret_missing")`` naming the variable, never a value.
    """
    try:
        return resolve(url, environ)
    except UnknownSecretError as error:
        raise SourceError("secret_missing", str(error), retry=False) from None
