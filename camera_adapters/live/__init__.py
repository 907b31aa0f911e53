"""Live video to the live server, and who wants to see what."""
