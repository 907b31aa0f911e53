"""CAP 1.2: what goes to, and comes from, other warning systems."""
