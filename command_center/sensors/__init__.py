"""Stations that measure water and rain: a source of alerts like a camera's gauge."""
