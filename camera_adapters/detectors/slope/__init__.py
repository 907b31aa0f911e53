"""Detectors of slopes: rockfall and slides."""
