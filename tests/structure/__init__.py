"""Structure of the sources, read without running them: arrows, sizes, rooms, contracts."""
