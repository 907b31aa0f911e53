"""Numbered events on their way to the pages."""
