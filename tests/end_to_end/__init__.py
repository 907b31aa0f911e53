"""Tests of the whole demo as a user starts it, most of them through a browser."""
