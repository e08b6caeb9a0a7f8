"""Conditions as SQL: the columnar reading of the rule language."""
