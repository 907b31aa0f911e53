"""Detectors: what a camera can be watched for. ``table`` lists them, each room holds those of one hazard."""
