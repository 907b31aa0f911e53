"""Quality of detection, by what officers decided, and what follows from it."""
