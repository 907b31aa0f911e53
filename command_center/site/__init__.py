"""What the place is: its name, its hotspots, its map."""
