"""Trying policies: what their examples reach, and what they would notice."""
