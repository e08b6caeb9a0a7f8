"""The forms in which remarks are given: one file a form."""
