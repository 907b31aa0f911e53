"""Support shared by tests: servers, the running demo, samples of messages, rendered clips, waiting."""
