"""Recordings on disk: writing, repairing, deleting and replaying segment files."""
