"""Stations that measure water and rain: their set-up, readings and what those mean."""
