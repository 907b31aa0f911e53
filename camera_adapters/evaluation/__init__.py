"""Labelled recordings through the live pipeline, and how well it did: ``python -m camera_adapters evaluate FOLDER``."""
