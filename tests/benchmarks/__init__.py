"""Benchmarks: the figures of `make bench`, each measured by a module of its own."""
