"""Numbered events on their way to the pages, and what the pages say back."""
