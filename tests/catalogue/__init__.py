"""Tests of the catalogue, and of telling software."""
