"""Record of who watched recordings and who took files away: append-only, in a hash chain of its own."""
