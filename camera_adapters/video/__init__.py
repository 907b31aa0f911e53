"""Coded video: packets, bit streams, fragments, and decoding sampled frames."""
