"""How a person signs: one file is one way."""
