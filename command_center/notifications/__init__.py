"""Telling people: an outbox in the database, emptied by one sender a channel."""
