"""Recordings: which files there are, clips cut from them, and what must not be deleted."""
