"""Who is on duty now, and whether anybody can hear the alarm."""
