"""Ground floor of the centre: database, Redis, clock, errors, settings, background tasks."""
