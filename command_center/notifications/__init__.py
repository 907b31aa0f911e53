"""Telling people: an outbox in the database, emptied by one courier a channel."""
