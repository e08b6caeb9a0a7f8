"""What policies ask, for people: one rule in a terminal, whole policies as pages, questions."""
