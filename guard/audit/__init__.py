"""``guard audit``: what whole lists hold, added up, judged, reported."""
