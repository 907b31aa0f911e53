"""Tasks: what units and people do until the danger is over."""
