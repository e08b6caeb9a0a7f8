"""Packs of others: taken from a folder, an archive or an https server, and held to a lock file."""
