"""The command centre: alerts, incidents, the wall, and the people who act on them."""

__version__ = "0.1.0"
