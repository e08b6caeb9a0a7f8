"""Policies: TOML files that say what a purchase must show, read, typed and ready to apply."""
