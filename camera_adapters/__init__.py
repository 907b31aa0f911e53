"""Adapter workers: cameras in; recordings, live fragments, and alerts out."""

__version__ = "0.1.0"
