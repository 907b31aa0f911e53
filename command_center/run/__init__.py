"""Running the centre: one machine with its servers (production, demo), web server, administration by commands."""
