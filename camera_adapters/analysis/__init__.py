"""Analysis of one stream: sampled frames through the detectors to the alert policy."""
