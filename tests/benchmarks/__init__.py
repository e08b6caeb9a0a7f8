"""Benchmarks: run by hand, never by the tests, for time depends on the machine."""
