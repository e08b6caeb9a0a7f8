"""The forms in which results of tests are given: one file a form."""
