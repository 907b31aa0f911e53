"""Alembic migrations; ``command_center migrate`` runs them as the schema's owner."""
