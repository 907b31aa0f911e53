"""Detectors of smoke and open flame."""
