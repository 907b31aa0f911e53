"""Tests of several processes or servers together, without a browser."""
