"""Object network: what it finds, when it is asked, and how findings get their names."""
