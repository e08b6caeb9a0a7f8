"""What the whole ledger comes to on a day: what is due, what is in force, what changed since."""
