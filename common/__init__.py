"""Ground of adapters and centre: kinds, words, marks, settings, logs, states, back-off, base of YAML files."""
