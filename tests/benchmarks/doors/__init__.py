"""Doors: what strangers, slow clients, crafted files and forged readings can do to a running centre, in figures."""
