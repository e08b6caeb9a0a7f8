"""Tests of the page that an audit is shown on."""
