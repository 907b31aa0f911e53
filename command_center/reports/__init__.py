"""Reports upward: first, follow-up, final."""
