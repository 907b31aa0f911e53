"""Tests of the records of kinds."""
