"""Ground floor of the adapters: errors, settings, logs, secrets, Redis connection, ending on signals."""
