"""WebSockets of a page: who may hold one open, and how it ends."""
