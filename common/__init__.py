"""Modules that adapters and centre share: kinds of hazards, texts, marks, settings, logs, states, back-off, masking."""
