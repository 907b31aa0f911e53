"""Detectors of water: level at a gauge, flood, debris."""
