"""Where records are kept: one file is one kind of store."""
