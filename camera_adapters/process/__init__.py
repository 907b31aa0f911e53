"""Worker processes of one machine: supervisor, worker, leases, desired state."""
