"""Codes of a second factor: those that an authenticator shows (TOTP, RFC 6238), and recovery codes. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DRIFT = 1
"""Steps before and after the present one whose codes are taken: clocks of telephones differ."""
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_LENGTH = 16
"""Characters of five bits: 80 bits cannot be guessed, online or from their hashes."""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without the letters and digits that are mistaken for each other on paper."""


def secret_of(key: bytes, nonce: bytes) -> str:
    """The secret of one enrolment, as authenticators take it: derived from the centre's key, stored nowhere.

    RFC 4226, section 7.5, calls it deterministic generation from a master seed.
    """
    return base64.b32encode(hmac.digest(key, nonce, hashlib.sha256)[:SECRET_BYTES]).decode()


def key_mark(key: bytes) -> bytes:
    """By what one sees that an enrolment was made with another key."""
    return hmac.digest(key, b"which key is this", hashlib.sha256)[:8]


def step_of(now: datetime) -> int:
    """The number of the time step of RFC 6238."""
    return int(now.timestamp()) // STEP_SECONDS


def accepted_step(secret: str, typed: str, now: datetime, after: int) -> int | None:
    """The time step whose code was typed; None for a wrong code and for one of a step that was accepted before."""
    totp, present = pyotp.TOTP(secret), step_of(now)
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), spelt(typed).encode()) and step > after:
            found = step
    return found


def enrolment_uri(secret: str, username: str, issuer: str) -> str:
    """What the picture says to the authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def spelt(typed: str) -> str:
    """A code without the spaces and hyphens that people type in it, in capitals."""
    return re.sub(r"[\s-]", "", typed).upper()


def is_recovery_code(typed: str) -> bool:
    """Whether this has the shape of a recovery code."""
    return len(spelt(typed)) == RECOVERY_LENGTH


def new_recovery_codes() -> tuple[str, ...]:
    """Codes to write down, in groups of four."""
    return tuple(
        _grouped("".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH))) for _ in range(RECOVERY_CODES)
    )


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def recovery_hash(typed: str) -> bytes:
    """What is stored of a recovery code; 80 random bits need no slow hash."""
    return hashlib.sha256(spelt(typed).encode()).digest()
