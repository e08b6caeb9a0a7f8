"""Formats of the register of what is in force: each file is the format of that name."""
