"""What adapters and centre both stand on: kinds, words, marks, base of YAML files, priority of processes."""
