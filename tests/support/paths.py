"""Folders of the checkout and, beside it, of test data that is not part of it."""

from __future__ import annotations

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
CONFIG = CHECKOUT / "config"
_SHARED = CHECKOUT.parent / "shared"
FOOTAGE = Path(os.environ.get("FOOTAGE_DIR", _SHARED / "footage"))
"""Labelled recordings; tests that need them skip where they are missing."""
MODELS = Path(os.environ.get("MODELS_DIR", _SHARED / "models"))
"""Object networks; likewise."""
