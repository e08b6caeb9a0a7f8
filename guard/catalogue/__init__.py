"""Applications that exist in the world: knowing one in a line of a list, and telling software."""
