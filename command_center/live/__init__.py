"""Live video from the live server to the pages: one reader a process, one bounded queue a viewer."""
