"""The cameras: their specifications, and what is known of each now."""
