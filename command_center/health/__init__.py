"""Health of the centre, judged for people and for probes."""
