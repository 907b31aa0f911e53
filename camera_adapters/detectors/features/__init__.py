"""Features of a frame that several detectors need: motion, tracks, tints, shifts, each computed once."""
