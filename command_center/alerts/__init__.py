"""Alerts: from an adapter's message to an officer's decision."""
