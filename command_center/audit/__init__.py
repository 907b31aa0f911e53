"""Verification of every hash chain, and its heads outside the database."""
