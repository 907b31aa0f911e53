"""Whether the centre works, judged for people and for probes."""
