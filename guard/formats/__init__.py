"""How an answer is written: each file here is one choice of ``--format``."""
