"""Detectors of people, vehicles and boats: intrusion, line crossing, loitering."""
