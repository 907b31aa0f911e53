"""Incidents: what a person has confirmed to be real."""
