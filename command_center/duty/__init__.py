"""Duty: who is called now, and whether anybody can hear the alarm."""
