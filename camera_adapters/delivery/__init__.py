"""Delivery of alerts and segment news to Redis: on disk first, at least once."""
