"""What adapters and centre both stand on: kinds, words, marks, settings, logs, states, back-off, base of YAML files."""
