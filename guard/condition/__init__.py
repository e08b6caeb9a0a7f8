"""The rule language: a subset of CEL, three-valued, with reasons."""
