"""Certificate and key for HTTPS, checked before the server starts."""

from __future__ import annotations

import ssl
from pathlib import Path

from command_center.base.errors import StartError


def check_pair(certificate: Path | None, key: Path | None) -> None:
    """Nothing when neither is given. Raises StartError when one is missing, unreadable, or not the other's."""
    if certificate is None and key is None:
        return
    if certificate is None or key is None:
        raise StartError("HTTPS needs both: --tls-cert FILE and --tls-key FILE")
    for path in (certificate, key):
        if not path.is_file():
            raise StartError(f"{path}: there is no such file")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password=lambda: "")
    except PermissionError as error:
        raise StartError(f"{error.filename or key}: cannot be read by this user") from None
    except (ssl.SSLError, OSError) as error:
        reason = getattr(error, "reason", None) or "not a PEM certificate and its key"
        raise StartError(f"{certificate} and {key} cannot be used: {reason}") from None


def loopback_context() -> ssl.SSLContext:
    """For asking ourselves by loopback. The certificate names the public host, not this address: it is not checked."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
