"""For who writes policies: mistakes found, examples tried, changes foreseen, pages, sharing."""
