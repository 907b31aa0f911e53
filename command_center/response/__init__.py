"""Response of officers: what they decide about alerts, incidents, tasks and reports."""
