"""The chain of transitions: every change of an alert or incident is one row that nobody can alter unnoticed."""
