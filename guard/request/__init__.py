"""The facts of a proposed purchase: each typed, with its question and who can answer it."""
