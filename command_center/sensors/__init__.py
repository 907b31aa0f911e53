"""Readings of stations taken in: a source of alerts like a camera's gauge."""
