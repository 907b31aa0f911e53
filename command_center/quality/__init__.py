"""How good detection is, by what officers decided, and what follows from it."""
