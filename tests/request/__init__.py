"""Tests of the facts of a request."""
