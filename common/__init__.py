"""What adapters and centre both stand on: words, marks, base of YAML files, priority of processes."""
