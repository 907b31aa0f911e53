"""Response plans: what is done, by whom, when a kind of hazard comes to a place."""
