"""Tests: the folders named like the product's mirror its rooms, the others are below."""
