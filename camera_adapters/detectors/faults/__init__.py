"""Detectors of faults of the camera itself."""
