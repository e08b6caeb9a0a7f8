"""Setting a folder up for a kind of body: what is laid down there."""
