"""Site: its name, its hotspots, its map."""
