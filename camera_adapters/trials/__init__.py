"""Trials of a changed set-up on what was recorded."""
