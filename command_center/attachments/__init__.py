"""Files that belong to an incident: photos, videos, papers; stored by their hash."""
