"""A person's act: signed, sealed, handed out, and verified."""
