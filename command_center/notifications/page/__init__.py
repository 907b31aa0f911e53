"""Two channels that every person has: the inbox of their pages, and its sound."""
