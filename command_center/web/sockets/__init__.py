"""WebSockets of a page: who may hold one open, how it ends, and what the page says over it."""
